namespace EdgeLstm.Quantize.Import.PyTorch.Pickles;

/// <summary>Numbers that stand elsewhere in the file, under <paramref name="Key"/>: <paramref name="Count"/> of one type.</summary>
/// <param name="Type">PyTorch's class: <c>FloatStorage</c>.</param>
sealed record StorageName(string Type, string Key, long Count);
