namespace EdgeLstm.Quantize.Import.Values;

/// <summary>A graph input that says how long each sequence of the batch is.</summary>
sealed record LengthValue(string Name) : Value;
