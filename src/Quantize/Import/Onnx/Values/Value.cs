namespace EdgeLstm.Quantize.Import.Onnx.Values;

/// <summary>What a name in the graph stands for while the graph is evaluated as far as it goes without data.</summary>
abstract record Value;
