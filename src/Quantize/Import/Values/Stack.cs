namespace EdgeLstm.Quantize.Import.Values;

/// <summary>Values of equal axes stacked on <paramref name="Axis"/>, as PyTorch stacks the layers' last states in h_n.</summary>
sealed record Stack(Flow[] Items, int Axis) : Value;
