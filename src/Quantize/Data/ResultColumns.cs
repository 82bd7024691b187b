namespace EdgeLstm.Quantize.Data;

/// <summary>What stands before the predictions in a .csv file.</summary>
/// <param name="Of">Their cells in a row of the predictions; null where the row is behind its window's end and is left out.</param>
sealed record ResultColumns(IReadOnlyList<string> Names, Func<int, IReadOnlyList<string>?> Of);
