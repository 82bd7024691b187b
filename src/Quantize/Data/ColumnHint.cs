namespace EdgeLstm.Quantize.Data;

/// <summary>What a column looks like that no option names: times, or the names of machines.</summary>
/// <param name="text">The column's name as the header has it.</param>
/// <param name="mayBeGroup">Whether a group is missing too.</param>
sealed class ColumnHint(string text, bool mayBeGroup)
{
    /// <summary>So many cells are enough to know times.</summary>
    const int CellsToTell = 20;

    /// <summary>Machines have runs of rows of their own; what comes back, or changes as often as this, is a state.</summary>
    const int LeastRun = 5;

    readonly HashSet<string> _seen = [];
    bool _mayBeGroup = mayBeGroup, _mayBeTime = true;
    string? _last;
    int _cells;

    public string Text => text;

    public bool IsTime => _mayBeTime && _cells > 0;

    /// <summary>Several names, each in one run of rows.</summary>
    public bool IsGroup => _mayBeGroup && _seen.Count > 1 && _cells >= _seen.Count * LeastRun;

    /// <summary>Whether another cell can tell more.</summary>
    public bool IsOpen => _mayBeGroup || _mayBeTime && _cells < CellsToTell;

    public void See(ReadOnlySpan<char> cell)
    {
        if (MissingValue.Is(cell))
            return;
        if (_cells++ < CellsToTell)
            _mayBeTime = _mayBeTime && TimeColumn.IsTime(cell);
        if (!_mayBeGroup || cell.SequenceEqual(_last))
            return;
        _last = cell.ToString();
        _mayBeGroup = !double.TryParse(cell, System.Globalization.CultureInfo.InvariantCulture, out _) && !TimeColumn.IsTime(cell)
            && _seen.Add(_last) && _cells > (_seen.Count - 1) * LeastRun;
    }

    /// <summary>A word of a command: in quotes where a shell needs them.</summary>
    public static string Word(string name) => name.Length > 0 && name.All(c => char.IsLetterOrDigit(c) || c is '_' or '.' or '-') ? name
        : $"\"{name.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("$", "\\$").Replace("`", "\\`")}\"";
}
