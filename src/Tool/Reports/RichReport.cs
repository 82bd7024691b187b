using Spectre.Console;

namespace EdgeLstm.Tool.Reports;

/// <summary>A report in a terminal.</summary>
static class RichReport
{
    public static void Write(Report report, IAnsiConsole console)
    {
        WriteNotes(report.Above, console);
        if (report.Facts.Count > 0)
        {
            var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
            foreach (var fact in report.Facts)
                grid.AddRow(new Text(fact.Label, new Style(Color.Grey)), new Text(fact.Value.Text));
            console.Write(grid);
        }

        foreach (var table in report.Tables)
        {
            // Spectre breaks words to make a table fit; lines that the terminal wraps are easier to read than that.
            if (PlainReport.Width(table) + table.Columns.Count + 1 <= console.Profile.Width)
                console.Write(Build(table));
            else
                PlainReport.Write(new Report { Tables = [table] }, console.Profile.Out.Writer);
        }

        WriteNotes(report.Notes, console);
    }

    static void WriteNotes(IReadOnlyList<string> notes, IAnsiConsole console)
    {
        foreach (string note in notes)
            console.Write(new Text($"note: {Printable.Line(note)}\n", new Style(Color.Yellow)));
    }

    static Table Build(ReportTable table)
    {
        var built = new Table { Title = new TableTitle(Markup.Escape(table.Title)), Border = TableBorder.Rounded };
        for (int c = 0; c < table.Columns.Count; c++)
        {
            var column = new TableColumn(Markup.Escape(table.Columns[c].Header)).NoWrap();
            built.AddColumn(table.IsNumeric(c) ? column.RightAligned() : column);
        }

        // Text, never markup: a layer may be called "[red]".
        foreach (var row in table.Rows)
            built.AddRow(row.Select(cell => new Text(cell.Text)));
        return built;
    }
}
