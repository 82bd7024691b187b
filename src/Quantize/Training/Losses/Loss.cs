using System.Numerics;

namespace EdgeLstm.Quantize.Training.Losses;

/// <summary>A loss and its gradient with respect to the network's outputs.</summary>
/// <param name="kind">Which.</param>
/// <param name="scale">The target's own units in one unit of the network's output; what PHM08 is told in.</param>
sealed class Loss<T>(LossKind kind, double scale = 1)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>
    /// The loss summed over the first <paramref name="samples"/> lanes. <paramref name="y"/>, <paramref name="targets"/> and <paramref name="gradient"/> are [outputs][lanes]; the gradient is that of
    /// sum · <paramref name="weight"/>, and zero in the lanes that hold no sample.
    /// </summary>
    public double Evaluate(ReadOnlySpan<T> y, ReadOnlySpan<T> targets, Span<T> gradient, int outputs, int lanes, int samples, double weight)
    {
        gradient.Clear();
        double sum = 0;
        for (int lane = 0; lane < samples; lane++)
            sum += kind == LossKind.CrossEntropy ? CrossEntropy(y[lane..], targets[lane..], gradient[lane..], outputs, lanes, weight)
                : Separate(y[lane..], targets[lane..], gradient[lane..], outputs, lanes, weight);
        return sum;
    }

    double Separate(ReadOnlySpan<T> y, ReadOnlySpan<T> targets, Span<T> gradient, int outputs, int lanes, double weight)
    {
        double sum = 0;
        for (int o = 0; o < outputs; o++)
        {
            double value = double.CreateTruncating(y[o * lanes]), target = double.CreateTruncating(targets[o * lanes]);
            var (loss, slope) = kind switch
            {
                LossKind.SquaredError => ((value - target) * (value - target), 2 * (value - target)),
                LossKind.Huber => PointLosses.Huber(value - target),
                LossKind.Phm08 => PointLosses.Phm08(value - target, scale),
                _ => PointLosses.BinaryCrossEntropy(value, target),
            };
            sum += loss / outputs;
            gradient[o * lanes] = T.CreateTruncating(slope * weight / outputs);
        }

        return sum;
    }

    static double CrossEntropy(ReadOnlySpan<T> y, ReadOnlySpan<T> targets, Span<T> gradient, int outputs, int lanes, double weight)
    {
        double largest = double.NegativeInfinity, total = 0, loss = 0;
        for (int o = 0; o < outputs; o++)
            largest = Math.Max(largest, double.CreateTruncating(y[o * lanes]));
        for (int o = 0; o < outputs; o++)
            total += Math.Exp(double.CreateTruncating(y[o * lanes]) - largest);
        for (int o = 0; o < outputs; o++)
        {
            double logit = double.CreateTruncating(y[o * lanes]) - largest, target = double.CreateTruncating(targets[o * lanes]);
            loss -= target * (logit - Math.Log(total));
            gradient[o * lanes] = T.CreateTruncating((Math.Exp(logit) / total - target) * weight);
        }

        return loss;
    }
}
