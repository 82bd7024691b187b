using EdgeLstm.Generator.Model;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Training.Data;

/// <summary>Puts something in the place of missing values, group by group and in order of time, and counts what it did.</summary>
/// <param name="limit">The most samples in a row for which a good value does.</param>
/// <param name="means">[features], each column's mean.</param>
sealed class GapFiller(MissingPolicy policy, int limit, IReadOnlyList<double> means)
{
    readonly long[] _missing = new long[means.Count];

    /// <summary>Values seen.</summary>
    public long Values { get; private set; }

    /// <summary>Missing ones, by column.</summary>
    public IReadOnlyList<long> Missing => _missing;

    /// <summary>Missing ones for which the last good value, a line between two, or the mean stands in.</summary>
    public long Held { get; private set; }

    public long Interpolated { get; private set; }

    public long Averaged { get; private set; }

    /// <summary>Whether something stands in.</summary>
    public bool Fills => policy != MissingPolicy.Drop;

    /// <summary>As a model does it on its stream; without a rule nothing stands in.</summary>
    public static GapFiller Of(MissingRule rule, IReadOnlyList<Channel> inputs) =>
        new(rule.Kind == MissingKind.Hold ? MissingPolicy.Hold : MissingPolicy.Drop, rule.Limit, [.. inputs.Select(input => (double)input.Mean)]);

    public FilledSeries Fill(IReadOnlyList<double[]> rows)
    {
        double[][] filled = [.. rows.Select(row => (double[])row.Clone())];
        var unheld = new bool[rows.Count];
        for (int k = 0; k < means.Count; k++)
            Column(filled, k, unheld);
        Values += (long)rows.Count * means.Count;
        return new(filled, unheld);
    }

    void Column(double[][] rows, int k, bool[] unheld)
    {
        for (int first = 0; first < rows.Length; first++)
        {
            if (double.IsFinite(rows[first][k]))
                continue;
            int end = first + 1;
            while (end < rows.Length && !double.IsFinite(rows[end][k]))
                end++;
            _missing[k] += end - first;
            if (policy == MissingPolicy.Interpolate && first > 0 && end < rows.Length && end - first <= limit)
                Line(rows, k, first, end);
            else if (policy == MissingPolicy.Mean)
                Mean(rows, k, first, end);
            else if (policy != MissingPolicy.Drop)
                Hold(rows, k, first, end, unheld);
            first = end;
        }
    }

    void Line(double[][] rows, int k, int first, int end)
    {
        double before = rows[first - 1][k], step = (rows[end][k] - before) / (end - first + 1);
        for (int row = first; row < end; row++)
            rows[row][k] = before + (row - first + 1) * step;
        Interpolated += end - first;
    }

    void Hold(double[][] rows, int k, int first, int end, bool[] unheld)
    {
        int held = first == 0 ? first : (int)Math.Min(end, (long)first + limit);
        for (int row = first; row < held; row++)
            rows[row][k] = rows[first - 1][k];
        Held += held - first;
        Mean(rows, k, held, end);
        Array.Fill(unheld, true, held, end - held);
    }

    void Mean(double[][] rows, int k, int first, int end)
    {
        for (int row = first; row < end; row++)
            rows[row][k] = means[k];
        Averaged += end - first;
    }
}
