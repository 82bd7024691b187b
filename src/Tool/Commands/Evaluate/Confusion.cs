using EdgeLstm.Tool.Reports;

namespace EdgeLstm.Tool.Commands.Evaluate;

/// <summary>The confusion matrix: a row for each true class, a column for each that was told.</summary>
static class Confusion
{
    public const string Key = "confusion";

    /// <param name="classes">Their names.</param>
    /// <param name="counts">Windows, [true][told].</param>
    public static ReportTable Table(IReadOnlyList<string> classes, IReadOnlyList<IReadOnlyList<int>> counts) => new(Key,
        "Confusion matrix, windows",
        [new("true", "true"), .. classes.Select((name, c) => new ReportColumn($"told{c}", $"told {name}"))],
        [.. classes.Select((name, c) => (IReadOnlyList<ReportCell>)[name, .. counts[c].Select(count => (ReportCell)count)])]);

    /// <summary>Of a true class, the share that was told as each: for the shades of the cells.</summary>
    public static double Share(ReportTable table, int row, int column) =>
        column == 0 || table.Rows[row].Skip(1).Sum(Count) is var all && all == 0 ? 0 : Count(table.Rows[row][column]) / all;

    static double Count(ReportCell cell) => Convert.ToDouble(cell.Value, System.Globalization.CultureInfo.InvariantCulture);
}
