namespace EdgeLstm.Quantize.Data;

/// <summary>
/// The names of a table's columns. A unit in brackets behind a name is no part of it, but a column is found by either.
/// </summary>
sealed class TableHeader
{
    const int NamesInAMessage = 12;

    readonly string[] _texts, _names;

    public TableHeader(ITableRecords reader)
    {
        _texts = [.. Enumerable.Range(0, reader.Fields).Select(i => reader[i].Trim().ToString())];
        ColumnTitle[] titles = [.. _texts.Select(ColumnTitle.Of)];
        _names = [.. titles.Select(title => title.Name)];
        Units = [.. titles.Select(title => title.Unit)];
    }

    /// <summary>As the file has them.</summary>
    public IReadOnlyList<string> Texts => _texts;

    /// <summary>Without units.</summary>
    public IReadOnlyList<string> Names => _names;

    public IReadOnlyList<string> Units { get; }

    public int Count => _names.Length;

    public bool Has(string name) => IndexOf(name) >= 0;

    /// <summary>The first column called <paramref name="name"/>, with its unit or without; −1 where there is none.</summary>
    public int IndexOf(string name) => Array.IndexOf(Among(name), name);

    /// <summary>
    /// The column called <paramref name="name"/>, which has to be there once; an error in words of <paramref name="wanted"/>, and with
    /// its remedy.
    /// </summary>
    public int Find(string name, string wanted, string remedy, string errorId)
    {
        string[] among = Among(name);
        int found = Array.IndexOf(among, name);
        if (found < 0)
            throw new ModelException(errorId, $"no column '{name}' of {wanted} among {Listed(_names)}", $"a column '{name}'",
                remedy);
        int second = Array.IndexOf(among, name, found + 1);
        return second < 0 ? found : throw new ModelException(errorId, $"column '{name}' twice (columns {found + 1} and {second + 1})",
            "it once", "rename or remove one of them");
    }

    /// <summary>
    /// The names that <paramref name="name"/> is one of: as the file has them, without units, or as a model's file has them.
    /// </summary>
    string[] Among(string name) => Array.IndexOf(_texts, name) >= 0 ? _texts
        : Array.IndexOf(_names, name) >= 0 ? _names
        : [.. _names.Select(ChannelName.Plain)];

    public static string Listed(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(NamesInAMessage).Select(name => $"'{name}'"))
            + (names.Count > NamesInAMessage ? $" and {names.Count - NamesInAMessage} more" : "");
}
