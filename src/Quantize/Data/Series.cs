namespace EdgeLstm.Quantize.Data;

/// <summary>The rows of one machine or run, in order: its features, and the targets as the file has them.</summary>
/// <param name="file">The file, or the first of several.</param>
/// <param name="group">As the table has it; empty where there is no such column.</param>
/// <param name="table">What it is a part of.</param>
/// <param name="first">Its first row there.</param>
/// <param name="rows">How many it has.</param>
sealed class Series(string file, string group, SeriesReader table, int first, int rows)
{
    public string File => file;

    public string Group => group;

    /// <summary>Its first row among the table's.</summary>
    public int First => first;

    public int Rows => rows;

    /// <summary>[rows, features]; NaN where a cell is blank, infinities as they are.</summary>
    public Span<float> Values => table.Values.AsSpan(first * table.Features.Count, rows * table.Features.Count);

    /// <summary>[features].</summary>
    public ReadOnlySpan<float> Row(int row) => Values.Slice(row * table.Features.Count, table.Features.Count);

    /// <summary>When a row was taken: a number of the table's, or seconds; null where times are not kept.</summary>
    public double? Time(int row) => table.Times.Length == 0 ? null : table.Times[first + row];

    /// <summary>What that is.</summary>
    public TimeKind TimeKind => table.TimeKind;

    /// <summary>The cell of target <paramref name="k"/>; empty where there is none.</summary>
    public string Target(int row, int k) => table.Target(first + row, k);

    /// <summary>Whether every value of a row is a number.</summary>
    public bool IsWhole(int row)
    {
        foreach (float value in Row(row))
            if (!float.IsFinite(value))
                return false;
        return true;
    }
}
