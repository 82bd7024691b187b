using EdgeLstm.Generator.Diagnostics;

namespace EdgeLstm.Quantize.Data;

/// <summary>Finds the wanted names in a .csv file's header line, in any order.</summary>
sealed class CsvColumns
{
    const int NamesInAMessage = 8;

    /// <summary>Columns that `edgelstm run` writes into its own results; they say where a row belongs and are not data.</summary>
    const string WindowColumn = "window", StepColumn = "step";

    public CsvColumns(IReadOnlyList<string> header, IReadOnlyList<string> wanted)
    {
        // A unit behind the name, as in vibration[mm/s], is no part of it.
        header = [.. header.Select(name => !wanted.Contains(name) && wanted.Contains(ColumnTitle.Of(name).Name) ? ColumnTitle.Of(name).Name : name)];
        Header = header;
        Positions = wanted.Select(name => Position(header, name)).ToArray();
        Window = wanted.Contains(WindowColumn) ? -1 : header.ToList().IndexOf(WindowColumn);
        var unknown = header.Where(name => !wanted.Contains(name) && name is not (WindowColumn or StepColumn)).ToArray();
        if (unknown.Length > 0)
            Notes = [$"ignored {unknown.Length} column{(unknown.Length == 1 ? "" : "s")} that the model has no input for: {List(unknown)}"];
    }

    public IReadOnlyList<string> Header { get; }

    /// <summary>Field of each wanted name.</summary>
    public IReadOnlyList<int> Positions { get; }

    /// <summary>Field of the window number, or −1.</summary>
    public int Window { get; }

    public IReadOnlyList<string> Notes { get; } = [];

    static int Position(IReadOnlyList<string> header, string name)
    {
        int found = -1;
        for (int i = 0; i < header.Count; i++)
        {
            if (header[i] != name)
                continue;
            if (found >= 0)
                throw new ModelException(ErrorCatalogue.BadCsv, $"column '{name}' twice (columns {found + 1} and {i + 1})", "it once",
                    "rename or remove one of them");
            found = i;
        }

        if (found >= 0)
            return found;
        string remedy = header.Count == 1 && header[0].AsSpan().IndexOfAny(";\t") >= 0
            ? "separate the columns with commas"
            : "name the columns as 'edgelstm inspect MODEL' lists the inputs, or say '--units user' where they have the schema's names and units";
        throw new ModelException(ErrorCatalogue.BadCsv, $"the columns {List(header)}", $"a column '{name}'", remedy);
    }

    static string List(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(NamesInAMessage).Select(name => $"'{name}'"))
        + (names.Count > NamesInAMessage ? $" and {names.Count - NamesInAMessage} more" : "");
}
