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

    /// <summary>
    /// Fills <paramref name="rows"/>, [rows, features], <paramref name="into"/> other memory or themselves; NaN where nothing stands in.
    /// </summary>
    public FilledSeries Fill(ReadOnlySpan<float> rows, Span<float> into)
    {
        int features = means.Count, count = rows.Length / features;
        var unheld = new bool[count];
        bool[] whole = Finite(rows);
        rows.CopyTo(into);
        for (int k = 0; k < features; k++)
            Column(into, k, unheld);
        Values += rows.Length;
        return new(whole, Finite(into), unheld);
    }

    bool[] Finite(ReadOnlySpan<float> rows)
    {
        var finite = new bool[rows.Length / means.Count];
        Array.Fill(finite, true);
        for (int at = 0; at < rows.Length; at++)
            if (!float.IsFinite(rows[at]))
                finite[at / means.Count] = false;
        return finite;
    }

    void Column(Span<float> rows, int k, bool[] unheld)
    {
        int count = unheld.Length, features = means.Count;
        for (int first = 0; first < count; first++)
        {
            if (float.IsFinite(rows[first * features + k]))
                continue;
            int end = first + 1;
            while (end < count && !float.IsFinite(rows[end * features + k]))
                end++;
            _missing[k] += end - first;
            if (policy == MissingPolicy.Interpolate && first > 0 && end < count && end - first <= limit)
                Line(rows, k, first, end);
            else if (policy == MissingPolicy.Mean)
                Mean(rows, k, first, end);
            else if (policy != MissingPolicy.Drop)
                Hold(rows, k, first, end, unheld);
            first = end;
        }
    }

    void Line(Span<float> rows, int k, int first, int end)
    {
        int features = means.Count;
        double before = rows[(first - 1) * features + k], step = (rows[end * features + k] - before) / (end - first + 1);
        for (int row = first; row < end; row++)
            rows[row * features + k] = (float)(before + (row - first + 1) * step);
        Interpolated += end - first;
    }

    void Hold(Span<float> rows, int k, int first, int end, bool[] unheld)
    {
        int held = first == 0 ? first : (int)Math.Min(end, (long)first + limit), features = means.Count;
        for (int row = first; row < held; row++)
            rows[row * features + k] = rows[(first - 1) * features + k];
        Held += held - first;
        Mean(rows, k, held, end);
        Array.Fill(unheld, true, held, end - held);
    }

    void Mean(Span<float> rows, int k, int first, int end)
    {
        for (int row = first; row < end; row++)
            rows[row * means.Count + k] = (float)means[k];
        Averaged += end - first;
    }
}
