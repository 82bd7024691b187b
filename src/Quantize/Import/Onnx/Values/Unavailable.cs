namespace EdgeLstm.Quantize.Import.Onnx.Values;

/// <summary>A value that cannot be had. It is an error only if something reads it; null where the error has been told already.</summary>
sealed record Unavailable(ModelException? Why) : Value;
