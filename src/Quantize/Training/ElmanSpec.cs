namespace EdgeLstm.Quantize.Training;

/// <summary>h' = tanh(W x + U h + b). Elman 1990.</summary>
public sealed record ElmanSpec : CellSpec;
