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
    readonly double xPower, rPower; // Σ of squared activations, of the inputs and of what recurs

    /// <param name="x">What the inputs' units mean; of no features where the rows read none.</param>
    /// <param name="r">The same of what recurs.</param>
    /// <param name="scheme">Width of activations.</param>
    /// <param name="moments">[X + R + 1] Σ z zᵀ with z = [x, r, 1].</param>
    public RowQuantization(ActivationScale x, ActivationScale r, Scheme scheme, double[,] moments)
    {
        (inputs, recurrent, limit) = (x.Step.Length, r.Step.Length, ArtifactRange.ActivationLimit(scheme));
        centre = [.. x.Centre, .. r.Centre];
        step = [.. x.Step, .. r.Step];
        double[,] scaled = ActivationMoments.Of(moments, centre, step);
        rounding = new(scaled);
        for (int k = 0; k < inputs + recurrent; k++)
            (xPower, rPower) = k < inputs ? (xPower + scaled[k, k], rPower) : (xPower, rPower + scaled[k, k]);
    }

    /// <summary>One row; <paramref name="q"/> [X + R] receives its weights.</summary>
    /// <param name="w">[X].</param>
    /// <param name="u">[R].</param>
    /// <param name="bias">In the network's units.</param>
    /// <param name="unit">Units of the pre-activation per 1.</param>
    /// <param name="q">−127 … 127.</param>
    public (float Multiplier, int Bias, byte Shift) Row(ReadOnlySpan<float> w, ReadOnlySpan<float> u, double bias, double unit, Span<sbyte> q)
    {
        // Half of an int32 leaves room for what compensation adds to the weights. Where it adds more than that, coarser units make room.
        for (double sumLimit = 1 << 30; ; sumLimit /= 2)
        {
            var (multiplier, offset, shift) = Row(w, u, bias, unit, q, sumLimit);
            double sum = (limit * Sum(q[..inputs]) + Math.Abs((double)offset)) * (1 << shift) + limit * Sum(q[inputs..]);
            if (sum * Math.Max(1, multiplier) < 1.99 * (1 << 30))
                return (multiplier, offset, shift);
        }
    }

    (float Multiplier, int Bias, byte Shift) Row(ReadOnlySpan<float> w, ReadOnlySpan<float> u, double bias, double unit, Span<sbyte> q, double sumLimit)
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

        // Everything is summed in units of U·r: no smaller than keeps the largest possible sum inside an int32.
        double largest = limit * Sum(weights.AsSpan(0, inputs + recurrent)) + Math.Abs(weights[^1]);
        var (sumUnit, shift) = Units(Max(weights.AsSpan(0, inputs)) / 127, Math.Max(Max(weights.AsSpan(inputs, recurrent)) / 127, Math.Max(largest / sumLimit, 1e-12)));

        // Nor may the pre-activation leave an int32 before it saturates: beyond 2^30, 32,768 times what saturates a gate, a steeper one is the same.
        unit = Math.Min(unit, sumLimit / largest);
        float multiplier = (float)(sumUnit * unit);
        sumUnit = multiplier / unit; // what the rounded constant really means
        double xUnit = sumUnit * (1 << shift);

        var scale = new double[inputs + recurrent];
        scale.AsSpan(0, inputs).Fill(xUnit);
        scale.AsSpan(inputs).Fill(sumUnit);
        double rest = rounding.Round(weights, scale, q);
        double mostBias = Math.Floor(sumLimit / (1 << shift));
        return (multiplier, (int)Math.Clamp(Math.Round(rest / xUnit), -mostBias, mostBias), (byte)shift);
    }

    /// <summary>
    /// The unit of U·r, and the shift to the coarser unit of W·x: of all pairs that hold both matrices in ±127, the one whose rounding makes the
    /// least noise on the calibration data. Where W would need a finer unit than U, it takes U's: its noise per column is then no more than theirs.
    /// </summary>
    (double Unit, int Shift) Units(double leastX, double leastR)
    {
        var (best, bestShift, least) = (0.0, 0, double.PositiveInfinity);
        for (int shift = 0; shift <= ArtifactRange.MostShift; shift++)
        {
            double unit = Math.Max(leastR, leastX / (1 << shift));
            double noise = unit * unit * (rPower + xPower * (1 << (2 * shift)));
            if (noise < least)
                (best, bestShift, least) = (unit, shift, noise);
        }

        return (best, bestShift);
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
