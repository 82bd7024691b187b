using System.ComponentModel;

namespace EdgeLstm.Layers;

/// <summary>
/// Attention pooling (Bahdanau et al. 2015): the mean of all steps' values, weighted by softmax over time of one score a step. In float32,
/// in a fixed order and without fused multiply-adds: the same bits on every machine. It is computed once a window, so that integers would
/// save nothing; and a softmax over steps whose scores differ by little is where eight bits would lose most.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)] // generated code calls it
public static class Attention
{
    /// <summary>y = Σ e^s(t) · x(t) / Σ e^s(t), from the first step to the last.</summary>
    /// <param name="scores">[steps] or more.</param>
    /// <param name="rows">[steps · y.Length] or more, a step's values side by side.</param>
    /// <param name="steps">At least 1.</param>
    /// <param name="y">Its length is the number of features.</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public static void Pool(ReadOnlySpan<float> scores, ReadOnlySpan<float> rows, int steps, Span<float> y)
    {
        Throw.IfShorter(scores.Length, steps, nameof(scores));
        Throw.IfShorter(rows.Length, steps * y.Length, nameof(rows));
        // The greatest score goes out of every exponent, so that none overflows.
        float max = float.NegativeInfinity;
        foreach (float score in scores[..steps])
            max = score > max ? score : max;
        float sum = 0;
        y.Clear();
        for (int t = 0; t < steps; t++)
        {
            float weight = Activations.Exp(scores[t] - max);
            sum += weight;
            var row = rows.Slice(t * y.Length, y.Length);
            for (int k = 0; k < y.Length; k++)
                y[k] += weight * row[k];
        }

        float inverse = 1 / sum;
        for (int k = 0; k < y.Length; k++)
            y[k] *= inverse;
    }
}
