namespace EdgeLstm.Quantize.Import.Stages;

/// <summary>
/// y = scale · x + shift. Both arrays have one element for all features or one each; double, so that undoing (x − mean) / std
/// gives back the float32 mean and std that the graph holds.
/// </summary>
sealed record Affine(double[] Scale, double[] Shift)
{
    /// <summary>A batch norm at inference: (x − mean) / √(variance + ε) · γ + β.</summary>
    /// <param name="gamma">Null for ones; likewise <paramref name="beta"/> for zeros.</param>
    public static Affine OfBatchNorm(IReadOnlyList<double>? gamma, IReadOnlyList<double>? beta, IReadOnlyList<double> mean,
        IReadOnlyList<double> variance, double epsilon)
    {
        double[] scale = [.. variance.Select((value, i) => (gamma?[i] ?? 1) / Math.Sqrt(value + epsilon))];
        return new(scale, [.. mean.Select((value, i) => (beta?[i] ?? 0) - value * scale[i])]);
    }

    /// <summary>False where a variance was less than −ε, or a factor is more than a float32 holds.</summary>
    public bool IsFinite => Array.TrueForAll(Scale, value => float.IsFinite((float)value))
        && Array.TrueForAll(Shift, value => float.IsFinite((float)value));

    public double ScaleAt(int feature) => Scale[Scale.Length == 1 ? 0 : feature];

    public double ShiftAt(int feature) => Shift[Shift.Length == 1 ? 0 : feature];

    /// <summary>This map first, then <paramref name="next"/>.</summary>
    public Affine Then(Affine next)
    {
        int width = Math.Max(Math.Max(Scale.Length, Shift.Length), Math.Max(next.Scale.Length, next.Shift.Length));
        var (scale, shift) = (new double[width], new double[width]);
        for (int i = 0; i < width; i++)
        {
            scale[i] = next.ScaleAt(i) * ScaleAt(i);
            shift[i] = next.ScaleAt(i) * ShiftAt(i) + next.ShiftAt(i);
        }
        return new(scale, shift);
    }

    /// <summary>
    /// True where a channel's mean and scale can say the same: every scale is positive and both stay finite float32 values.
    /// </summary>
    public bool FitsChannel()
    {
        for (int i = 0; i < Math.Max(Scale.Length, Shift.Length); i++)
            foreach (double value in (ReadOnlySpan<double>)[ScaleAt(i), 1 / ScaleAt(i), ShiftAt(i), ShiftAt(i) / ScaleAt(i)])
                if (!float.IsFinite((float)value) || (float)ScaleAt(i) <= 0 || (float)(1 / ScaleAt(i)) <= 0)
                    return false;
        return true;
    }

    public bool Same(Affine other) => Scale.SequenceEqual(other.Scale) && Shift.SequenceEqual(other.Shift);
}
