namespace EdgeLstm.Quantize.Data;

/// <summary>Which series each row of a table is of, as the rows come, and the order that puts each series' rows together.</summary>
sealed class SeriesOrder
{
    readonly List<(string File, string Group, int Rows)> _series = [];
    readonly Dictionary<string, Dictionary<string, int>> _known = [];

    /// <summary>Rows that follow each other in one series.</summary>
    readonly List<(int Series, int Rows)> _runs = [];

    Dictionary<string, int>? _ofOwner;
    string? _owner;

    /// <summary>Rows of a group of a file, or of all files where <paramref name="owner"/> is the same. Returns the series.</summary>
    public int Add(string owner, string file, ReadOnlySpan<char> group, int rows)
    {
        if (_owner != owner)
            _ofOwner = _known.TryGetValue(_owner = owner, out var known) ? known : _known[owner] = [];
        int series = _runs.Count > 0 && _series[_runs[^1].Series] is var last && group.SequenceEqual(last.Group)
            && _ofOwner!.TryGetValue(last.Group, out int same) && same == _runs[^1].Series ? _runs[^1].Series : Find(file, group);
        _series[series] = _series[series] with { Rows = _series[series].Rows + rows };
        if (_runs.Count > 0 && _runs[^1].Series == series)
            _runs[^1] = (series, _runs[^1].Rows + rows);
        else
            _runs.Add((series, rows));
        return series;
    }

    /// <summary>
    /// The series, the order that its rows come into where they are not in it, and how many series the times have put into another order.
    /// </summary>
    public (IReadOnlyList<(string File, string Group, int Rows)> Series, int[]? Order, int Reordered) Of(IReadOnlyList<double>? times)
    {
        int[]? order = _runs.Count == _series.Count ? null : Together();
        int reordered = 0;
        if (times is not null)
            for (int s = 0, first = 0; s < _series.Count; first += _series[s++].Rows)
                reordered += Sort(ref order, times, first, _series[s].Rows) ? 1 : 0;
        return (_series, order, reordered);
    }

    int Find(string file, ReadOnlySpan<char> group)
    {
        var lookup = _ofOwner!.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(group, out int series))
            return series;
        lookup[group] = _series.Count;
        _series.Add((file, group.ToString(), 0));
        return _series.Count - 1;
    }

    int[] Together()
    {
        int[] next = new int[_series.Count];
        for (int s = 1; s < next.Length; s++)
            next[s] = next[s - 1] + _series[s - 1].Rows;
        var order = new int[_series.Sum(each => each.Rows)];
        int row = 0;
        foreach (var run in _runs)
            for (int k = 0; k < run.Rows; k++)
                order[next[run.Series]++] = row++;
        return order;
    }

    bool Sort(ref int[]? order, IReadOnlyList<double> times, int first, int rows)
    {
        bool isSorted = true;
        for (int row = first + 1; row < first + rows && isSorted; row++)
            isSorted = times[Row(order, row - 1)] <= times[Row(order, row)];
        if (isSorted)
            return false;
        order ??= [.. Enumerable.Range(0, _series.Sum(each => each.Rows))];
        int[] all = order;
        int[] sorted = [.. Enumerable.Range(first, rows).Select(row => all[row]).OrderBy(row => times[row])]; // stable
        sorted.CopyTo(order, first);
        return true;

        static int Row(int[]? order, int row) => order?[row] ?? row;
    }
}
