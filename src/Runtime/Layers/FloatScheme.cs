using System.ComponentModel;

namespace EdgeLstm.Layers;

/// <summary>
/// The float scheme's input: (value − centre)·inverseStep. A value that is not finite becomes the centre, and is counted.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)] // generated code calls it
public static class FloatScheme
{
    /// <summary>Normalises one sample.</summary>
    /// <returns>How many values were not finite.</returns>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public static int Normalise(ReadOnlySpan<float> values, ReadOnlySpan<float> centre, ReadOnlySpan<float> inverseStep, Span<float> x)
    {
        Throw.IfShorter(x.Length, values.Length, nameof(x));
        Throw.IfShorter(centre.Length, values.Length, nameof(centre));
        Throw.IfShorter(inverseStep.Length, values.Length, nameof(inverseStep));
        int replaced = 0;
        for (int k = 0; k < values.Length; k++)
        {
            bool finite = float.IsFinite(values[k]);
            x[k] = finite ? (values[k] - centre[k]) * inverseStep[k] : 0;
            replaced += finite ? 0 : 1;
        }

        return replaced;
    }
}
