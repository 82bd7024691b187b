using System.Text;

namespace EdgeLstm.Quantize.Commands;

/// <summary>A report as aligned text: for pipes, files and terminals without graphics.</summary>
static class PlainReport
{
    const string Gap = "  ";

    public static void Write(Report report, TextWriter output)
    {
        int label = report.Facts.Count == 0 ? 0 : report.Facts.Max(fact => fact.Label.Length);
        foreach (var fact in report.Facts)
            output.WriteLine($"{fact.Label.PadRight(label)}{Gap}{fact.Value.Text}");
        foreach (var table in report.Tables)
        {
            output.WriteLine();
            output.WriteLine(table.Title);
            WriteTable(table, output);
        }

        foreach (string note in report.Notes)
            output.WriteLine($"note: {Printable.Line(note)}");
    }

    static void WriteTable(ReportTable table, TextWriter output)
    {
        var rows = table.Rows.Select(row => row.Select(cell => cell.Text).ToArray())
            .Prepend(table.Columns.Select(column => column.Header).ToArray()).ToArray();
        var widths = table.Columns.Select((_, c) => rows.Max(row => row[c].Length)).ToArray();
        var numeric = table.Columns.Select((_, c) => table.IsNumeric(c)).ToArray();
        foreach (var row in rows)
        {
            var line = new StringBuilder();
            for (int c = 0; c < row.Length; c++)
                line.Append(Gap).Append(numeric[c] ? row[c].PadLeft(widths[c]) : row[c].PadRight(widths[c]));
            output.WriteLine(line.ToString().TrimEnd());
        }
    }
}
