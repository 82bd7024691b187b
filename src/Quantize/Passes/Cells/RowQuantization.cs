using EdgeLstm.Generator.Artifact;

namespace EdgeLstm.Quantize.Passes.Cells;

/// <summary>
/// Rows of one product over inputs and recurrent values, or over one of the two, rounded so that the largest possible sums stay inside an int32, which the artifact's
/// reader demands.
/// </summary>
sealed class RowQuantization
{
    readonly int inputs, recurrent, limit;
    readonly double[] centre, step;
    readonly CompensatedRounding rounding;

    /// <param name="x">What the inputs' units mean; of no features where the rows read none.</param>
    /// <param name="r">The same of what recurs.</param>
    /// <param name="scheme">Width of activations.</param>
    /// <param name="moments">[X + R + 1] Σ z zᵀ with z = [x, r, 1].</param>
    public RowQuantization(ActivationScale x, ActivationScale r, Scheme scheme, double[,] moments)
    {
        (inputs, recurrent, limit) = (x.Step.Length, r.Step.Length, ArtifactRange.ActivationLimit(scheme));
        centre = [.. x.Centre, .. r.Centre];
        step = [.. x.Step, .. r.Step];
        rounding = new(ActivationMoments.Of(moments, centre, step));
    }

    /// <summary>One row; <paramref name="q"/> [X + R] receives its weights.</summary>
    /// <param name="w">[X].</param>
    /// <param name="u">[R].</param>
    /// <param name="bias">In the network's units.</param>
    /// <param name="unit">Units of the pre-activation per 1.</param>
    /// <param name="q">−127 … 127.</param>
    public (float Multiplier, float Ratio, int Bias) Row(ReadOnlySpan<float> w, ReadOnlySpan<float> u, double bias, double unit, Span<sbyte> q)
    {
        // Half of an int32 leaves room for what compensation adds to the weights. Where it adds more than that, coarser units make room.
        for (double sumLimit = 1 << 30; ; sumLimit /= 2)
        {
            var (multiplier, ratio, offset) = Row(w, u, bias, unit, q, sumLimit);
            double sum = limit * (ratio * Sum(q[..inputs]) + Sum(q[inputs..])) + Math.Abs((double)offset);
            if (Math.Max(sum, limit * Sum(q[..inputs])) * Math.Max(1, multiplier) < 1.99 * (1 << 30))
                return (multiplier, ratio, offset);
        }
    }

    (float Multiplier, float Ratio, int Bias) Row(ReadOnlySpan<float> w, ReadOnlySpan<float> u, double bias, double unit, Span<sbyte> q, double sumLimit)
    {
        // The row per activation unit, and the bias with the inputs' centres in it.
        var weights = new double[inputs + recurrent + 1];
        weights[^1] = bias;
        for (int k = 0; k < inputs + recurrent; k++)
        {
            float weight = k < inputs ? w[k] : u[k - inputs];
            weights[k] = weight * step[k];
            weights[^1] += weight * centre[k];
        }

        double xScale = Max(weights.AsSpan(0, inputs)) / 127, rScale = Max(weights.AsSpan(inputs, recurrent)) / 127;

        // Everything is summed in units of rScale, after W·x in units of xScale: no smaller than keeps the largest possible sums inside an int32.
        double largestX = limit * Sum(weights.AsSpan(0, inputs));
        double largest = largestX + limit * Sum(weights.AsSpan(inputs, recurrent)) + Math.Abs(weights[^1]);
        xScale = Math.Max(xScale, largestX / sumLimit);
        rScale = Math.Max(rScale, Math.Max(largest / sumLimit, 1e-12));

        // Nor may the pre-activation leave an int32 before it saturates: beyond 2^30, 32,768 times what saturates a gate, a steeper one is the same.
        unit = Math.Min(unit, sumLimit / largest);
        float multiplier = (float)(rScale * unit);
        rScale = multiplier / unit; // what the rounded constants really mean
        float ratio = (float)(xScale / rScale);
        xScale = ratio * rScale;

        var scale = new double[inputs + recurrent];
        scale.AsSpan(0, inputs).Fill(xScale);
        scale.AsSpan(inputs).Fill(rScale);
        double rest = rounding.Round(weights, scale, q);
        return (multiplier, ratio, (int)Math.Clamp(Math.Round(rest / rScale), -sumLimit, sumLimit));
    }

    static double Max(ReadOnlySpan<double> values)
    {
        double max = 0;
        foreach (double v in values)
            max = Math.Max(max, Math.Abs(v));
        return max;
    }

    static long Sum(ReadOnlySpan<sbyte> values)
    {
        long sum = 0;
        foreach (sbyte v in values)
            sum += Math.Abs((int)v);
        return sum;
    }

    static double Sum(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double v in values)
            sum += Math.Abs(v);
        return sum;
    }
}
