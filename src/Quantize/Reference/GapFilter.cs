using EdgeLstm.Generator.Artifact;
using EdgeLstm.Layers;

namespace EdgeLstm.Quantize.Reference;

/// <summary>What a stream takes its samples as, by a model's rule for missing values: the runtime's own choices, so that float network, artifact and generated code take the same.</summary>
sealed class GapFilter
{
    readonly int limit;
    readonly float[] mean, held;
    readonly int[] left;

    GapFilter(int limit, float[] mean) => (this.limit, this.mean, held, left) = (limit, mean, new float[mean.Length], new int[mean.Length]);

    /// <summary>Null where the rule is the quantizer's own: the centre of its range.</summary>
    public static GapFilter? Of(MissingRule rule, IEnumerable<float> means) => rule.Kind == MissingKind.Centre ? null : new(rule.Limit, [.. means]);

    /// <summary>Values that were missing since the last reset.</summary>
    public long Missing { get; private set; }

    /// <summary>Before a stream's first sample.</summary>
    public void Reset()
    {
        Missing = 0;
        Array.Clear(held);
        Array.Clear(left);
    }

    /// <summary>What <paramref name="sample"/> is taken as, until the next one, and how many of its values were missing.</summary>
    public ReadOnlySpan<float> Take(ReadOnlySpan<float> sample, out int missing)
    {
        missing = MissingValues.Hold(sample, limit, mean, held, left);
        Missing += missing;
        return held;
    }

    public ReadOnlySpan<float> Take(ReadOnlySpan<float> sample) => Take(sample, out _);
}
