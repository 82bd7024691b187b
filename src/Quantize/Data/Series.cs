namespace EdgeLstm.Quantize.Data;

/// <summary>The rows of one machine or run, in order: its features, and the targets as the file has them.</summary>
sealed class Series(string file, string group)
{
    public string File => file;

    public string Group => group;

    /// <summary>Per row [features]; NaN where a cell is blank, infinities as they are.</summary>
    public List<double[]> Rows { get; } = [];

    /// <summary>Per row, the cells of the targets.</summary>
    public List<string[]> Targets { get; } = [];

    /// <summary>Seconds or any other number that orders the rows; empty where there is no such column.</summary>
    public List<double> Times { get; } = [];

    public void Add(double[] row, string[] targets)
    {
        Rows.Add(row);
        Targets.Add(targets);
    }

    /// <summary>Puts the rows into the order of their times. Returns whether they were not in it.</summary>
    public bool Sort()
    {
        if (Times.Zip(Times.Skip(1)).All(pair => pair.First <= pair.Second))
            return false;
        int[] order = [.. Enumerable.Range(0, Times.Count).OrderBy(row => Times[row])]; // stable
        Reorder(Rows, order);
        Reorder(Targets, order);
        Reorder(Times, order);
        return true;
    }

    static void Reorder<T>(List<T> list, int[] order)
    {
        T[] sorted = [.. order.Select(row => list[row])];
        for (int i = 0; i < sorted.Length; i++)
            list[i] = sorted[i];
    }
}
