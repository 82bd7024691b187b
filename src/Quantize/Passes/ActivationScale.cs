namespace EdgeLstm.Quantize.Passes;

/// <summary>How one layer's input stands in activation units: value = Centre + units · Step, per feature.</summary>
sealed record ActivationScale(double[] Centre, double[] Step)
{
    /// <summary>Features side by side.</summary>
    public static ActivationScale Join(IReadOnlyList<ActivationScale> parts) =>
        new([.. parts.SelectMany(part => part.Centre)], [.. parts.SelectMany(part => part.Step)]);

    /// <summary>The same step for all features, around 0.</summary>
    public static ActivationScale Uniform(int features, double step)
    {
        var steps = new double[features];
        Array.Fill(steps, step);
        return new(new double[features], steps);
    }
}
