namespace EdgeLstm.Tool.Reports;

/// <summary>A table of a report: in JSON, an array of objects under <paramref name="Key"/>.</summary>
sealed record ReportTable(string Key, string Title, IReadOnlyList<ReportColumn> Columns, IReadOnlyList<IReadOnlyList<ReportCell>> Rows)
{
    /// <summary>A column is aligned right where it holds numbers.</summary>
    public bool IsNumeric(int column) => Rows.Any(row => row[column].IsNumber);
}
