namespace EdgeLstm.Quantize.Data;

/// <summary>
/// The names of a table's columns. A unit in brackets behind a name is no part of it, but a column is found by either.
/// </summary>
sealed class TableHeader
{
    const int NamesInAMessage = 12;

    readonly string[] _texts, _names;

    public TableHeader(CsvReader reader)
    {
        _texts = [.. Enumerable.Range(0, reader.Fields).Select(i => reader[i].Trim().ToString())];
        ColumnTitle[] titles = [.. _texts.Select(ColumnTitle.Of)];
        _names = [.. titles.Select(title => title.Name)];
        Units = [.. titles.Select(title => title.Unit)];
    }

    /// <summary>Without units.</summary>
    public IReadOnlyList<string> Names => _names;

    public IReadOnlyList<string> Units { get; }

    public int Count => _names.Length;

    public bool Has(string name) => Array.IndexOf(_texts, name) >= 0 || Array.IndexOf(_names, name) >= 0;

    /// <summary>
    /// The column called <paramref name="name"/>, which has to be there once; an error in words of <paramref name="wanted"/>, and with
    /// its remedy.
    /// </summary>
    public int Find(string name, string wanted, string remedy, string errorId)
    {
        string[] among = Array.IndexOf(_texts, name) >= 0 ? _texts : _names;
        int found = Array.IndexOf(among, name);
        if (found < 0)
            throw new ModelException(errorId, $"no column '{name}' of {wanted} among {Listed(_names)}", $"a column '{name}'",
                remedy);
        int second = Array.IndexOf(among, name, found + 1);
        return second < 0 ? found : throw new ModelException(errorId, $"column '{name}' twice (columns {found + 1} and {second + 1})",
            "it once", "rename or remove one of them");
    }

    public static string Listed(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(NamesInAMessage).Select(name => $"'{name}'"))
            + (names.Count > NamesInAMessage ? $" and {names.Count - NamesInAMessage} more" : "");
}
