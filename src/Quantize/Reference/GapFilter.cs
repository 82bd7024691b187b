using EdgeLstm.Generator.Model;
using EdgeLstm.Layers;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Reference;

/// <summary>
/// What a stream takes its samples as, by a model's rule for missing values: the runtime's own choices, so that float network, artifact
/// and generated code take the same.
/// </summary>
sealed class GapFilter
{
    readonly int _limit;
    readonly float[] _mean, _held;
    readonly int[] _left;

    GapFilter(int limit, float[] mean) => (_limit, _mean, _held, _left) = (limit, mean, new float[mean.Length], new int[mean.Length]);

    /// <summary>Null where the rule is the quantizer's own: the centre of its range.</summary>
    public static GapFilter? Of(MissingRule rule, IEnumerable<float> means) => rule.Kind == MissingKind.Centre ? null : new(rule.Limit, [.. means]);

    /// <summary>
    /// The same data with what stands in for missing values: along each series in order of time, or, where none is known, within each
    /// window from its first sample on.
    /// </summary>
    public static (Dataset Data, long Missing) Filled(Network network, Dataset data) => Filled(network.Rules.Missing, network.Inputs, data);

    public static (Dataset Data, long Missing) Filled(MissingRule rule, IReadOnlyList<Channel> inputs, Dataset data)
    {
        if (Of(rule, inputs.Select(input => input.Mean)) is not { } filter || Array.TrueForAll(data.Values, float.IsFinite))
            return (data, 0);
        float[] values = (float[])data.Values.Clone();
        long missing = 0;
        var ranges = data.Series.Count > 0 ? data.Series.Select(series => (series.First, series.Rows)) : Enumerable.Range(0, data.Windows).Select(n => (First: data.First(n), Rows: data.Length(n)));
        foreach (var (first, rows) in ranges)
        {
            filter.Reset();
            for (int row = first; row < first + rows; row++)
            {
                var sample = values.AsSpan(row * data.Features, data.Features);
                filter.Take(sample).CopyTo(sample);
            }

            missing += filter.Missing;
        }

        return (data with { Values = values }, missing);
    }

    /// <summary>Values that were missing since the last reset.</summary>
    public long Missing { get; private set; }

    /// <summary>Before a stream's first sample.</summary>
    public void Reset()
    {
        Missing = 0;
        Array.Clear(_held);
        Array.Clear(_left);
    }

    /// <summary>What <paramref name="sample"/> is taken as, until the next one, and how many of its values were missing.</summary>
    public ReadOnlySpan<float> Take(ReadOnlySpan<float> sample, out int missing)
    {
        missing = MissingValues.Hold(sample, _limit, _mean, _held, _left);
        Missing += missing;
        return _held;
    }

    public ReadOnlySpan<float> Take(ReadOnlySpan<float> sample) => Take(sample, out _);
}
