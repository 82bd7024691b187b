using System.Numerics;

namespace EdgeLstm.Quantize.Training.Losses;

/// <summary>
/// A loss, the sum of its parts, and its gradient with respect to the network's outputs. Where a target is NaN, nothing is known and
/// nothing is learned.
/// </summary>
sealed class Loss<T>(params LossPart[] parts)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>One loss over all outputs.</summary>
    public Loss(LossKind kind, double scale = 1)
        : this(new LossPart(kind, 0, 0, scale))
    {
    }

    /// <summary>
    /// The loss summed over the first <paramref name="samples"/> lanes. <paramref name="y"/>, <paramref name="targets"/> and
    /// <paramref name="gradient"/> are [outputs][lanes]; the gradient is that of sum · <paramref name="weight"/>, and zero in the lanes
    /// that hold no sample.
    /// </summary>
    public double Evaluate(ReadOnlySpan<T> y, ReadOnlySpan<T> targets, Span<T> gradient, int outputs, int lanes, int samples, double weight)
    {
        gradient.Clear();
        double sum = 0;
        foreach (var part in parts)
        {
            int count = part.Count == 0 ? outputs - part.First : part.Count;
            for (int lane = 0; lane < samples; lane++)
            {
                int at = part.First * lanes + lane;
                sum += part.Kind == LossKind.CrossEntropy ? CrossEntropy(y[at..], targets[at..], gradient[at..], count, lanes, weight)
                    : Separate(part, y[at..], targets[at..], gradient[at..], count, lanes, weight);
            }
        }

        return sum;
    }

    static double Separate(LossPart part, ReadOnlySpan<T> y, ReadOnlySpan<T> targets, Span<T> gradient, int outputs, int lanes, double weight)
    {
        double sum = 0;
        for (int o = 0; o < outputs; o++)
        {
            double value = double.CreateTruncating(y[o * lanes]), target = double.CreateTruncating(targets[o * lanes]);
            if (double.IsNaN(target))
                continue;
            var (loss, slope) = part.Kind switch
            {
                LossKind.SquaredError => ((value - target) * (value - target), 2 * (value - target)),
                LossKind.Huber => PointLosses.Huber(value - target),
                LossKind.Phm08 => PointLosses.Phm08(value - target, part.Scale),
                _ => PointLosses.BinaryCrossEntropy(value, target),
            };
            sum += loss / outputs;
            gradient[o * lanes] = T.CreateTruncating(slope * weight / outputs);
        }

        return sum;
    }

    static double CrossEntropy(ReadOnlySpan<T> y, ReadOnlySpan<T> targets, Span<T> gradient, int outputs, int lanes, double weight)
    {
        if (T.IsNaN(targets[0]))
            return 0;
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
