namespace EdgeLstm.Quantize.Training;

/// <summary>
/// s = tanh(W x + U y + b), y' = tanh(V s + c): what feeds back is the output, here as wide as the hidden layer. Jordan 1986.
/// </summary>
sealed record JordanSpec : CellSpec;
