namespace EdgeLstm.Quantize.Import.Onnx.Values;

/// <summary>A graph input that says how long each sequence of the batch is.</summary>
sealed record LengthValue(string Name) : Value;
