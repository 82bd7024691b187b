using System.ComponentModel;

namespace EdgeLstm.Layers;

/// <summary>
/// Layer normalisation over the features of one step (Ba et al. 2016): y = (x − mean) / √(variance + ε) · γ + β. Plain float32 operations
/// in a fixed order, and a square root, which IEEE 754 rounds correctly: the same bits on every machine.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)] // generated code calls it
public static class Normalization
{
    /// <summary>Normalises one step.</summary>
    /// <param name="x">[F] or more.</param>
    /// <param name="gamma">[F].</param>
    /// <param name="beta">[F].</param>
    /// <param name="epsilon">More than 0.</param>
    /// <param name="y">[F].</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public static void Layer(ReadOnlySpan<float> x, ReadOnlySpan<float> gamma, ReadOnlySpan<float> beta, float epsilon, Span<float> y)
    {
        Throw.IfShorter(x.Length, y.Length, nameof(x));
        Throw.IfShorter(gamma.Length, y.Length, nameof(gamma));
        Throw.IfShorter(beta.Length, y.Length, nameof(beta));
        float sum = 0;
        for (int k = 0; k < y.Length; k++)
            sum += x[k];
        float mean = sum / y.Length, squares = 0;
        for (int k = 0; k < y.Length; k++)
            squares += (x[k] - mean) * (x[k] - mean);
        float inverse = 1 / MathF.Sqrt(squares / y.Length + epsilon);
        for (int k = 0; k < y.Length; k++)
            y[k] = (x[k] - mean) * inverse * gamma[k] + beta[k];
    }
}
