namespace EdgeLstm.Quantize.Passes;

/// <summary>How one layer's input stands in activation units: value = Centre + units · Step, per feature.</summary>
public sealed record ActivationScale(double[] Centre, double[] Step)
{
    /// <summary>The same step for all features, around 0.</summary>
    public static ActivationScale Uniform(int features, double step)
    {
        var steps = new double[features];
        Array.Fill(steps, step);
        return new(new double[features], steps);
    }
}
