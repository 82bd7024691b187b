namespace EdgeLstm.Quantize.Data;

/// <summary>The wanted columns of a .csv file, row-major in the order asked for, and what a user should be told about the others.</summary>
/// <param name="Rows">Rows of <paramref name="Values"/>.</param>
/// <param name="Values">[Rows, wanted columns].</param>
/// <param name="WindowStarts">Where the column <c>window</c> changes, beginning with 0, or null where the file has no such column.</param>
/// <param name="Notes">Sentences for the user.</param>
public sealed record CsvTable(int Rows, float[] Values, IReadOnlyList<int>? WindowStarts, IReadOnlyList<string> Notes);
