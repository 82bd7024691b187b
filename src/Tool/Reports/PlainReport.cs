using System.Text;

namespace EdgeLstm.Tool.Reports;

/// <summary>A report as aligned text: for pipes, files and terminals without graphics.</summary>
static class PlainReport
{
    const string Gap = "  ";

    public static void Write(Report report, TextWriter output)
    {
        WriteNotes(report.Above, output);
        int label = report.Facts.Count == 0 ? 0 : report.Facts.Max(fact => fact.Label.Length);
        foreach (var fact in report.Facts)
            output.WriteLine($"{fact.Label.PadRight(label)}{Gap}{fact.Value.Text}");
        foreach (var table in report.Tables)
        {
            output.WriteLine();
            output.WriteLine(table.Title);
            WriteTable(table, output);
        }

        WriteNotes(report.Notes, output);
    }

    static void WriteNotes(IReadOnlyList<string> notes, TextWriter output)
    {
        foreach (string note in notes)
            output.WriteLine($"note: {Printable.Line(note)}");
    }

    /// <summary>Characters in the table's longest line.</summary>
    public static int Width(ReportTable table) => Widths(table).Sum(width => width + Gap.Length);

    static int[] Widths(ReportTable table) => table.Columns
        .Select((column, c) => table.Rows.Select(row => row[c].Text.Length).Append(column.Header.Length).Max()).ToArray();

    static void WriteTable(ReportTable table, TextWriter output)
    {
        var widths = Widths(table);
        var numeric = table.Columns.Select((_, c) => table.IsNumeric(c)).ToArray();
        foreach (var row in table.Rows.Prepend(table.Columns.Select(column => (ReportCell)column.Header).ToArray()))
        {
            var line = new StringBuilder();
            for (int c = 0; c < row.Count; c++)
                line.Append(Gap).Append(numeric[c] ? row[c].Text.PadLeft(widths[c]) : row[c].Text.PadRight(widths[c]));
            output.WriteLine(line.ToString().TrimEnd());
        }
    }
}
