using System.Numerics;

namespace EdgeLstm.Quantize.Training.Optimizers;

static class GradientNorm
{
    /// <summary>
    /// Scales <paramref name="gradient"/> down to the norm <paramref name="most"/> where it is longer (Pascanu 2013). Returns the norm that
    /// it had.
    /// </summary>
    public static double Clip<T>(Span<T> gradient, double most)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double sum = 0;
        foreach (T value in gradient)
            sum += double.CreateTruncating(value) * double.CreateTruncating(value);
        double norm = Math.Sqrt(sum);
        if (norm > most)
        {
            T factor = T.CreateTruncating(most / norm);
            for (int i = 0; i < gradient.Length; i++)
                gradient[i] *= factor;
        }

        return norm;
    }
}
