namespace EdgeLstm.Quantize.Training;

/// <summary>h' = tanh(W x + U h + b). Elman 1990.</summary>
sealed record ElmanSpec : CellSpec;
