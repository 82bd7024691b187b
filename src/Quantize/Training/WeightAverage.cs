using System.Numerics.Tensors;

namespace EdgeLstm.Quantize.Training;

/// <summary>
/// An exponential moving average of the weights over the optimizer's steps (Polyak and Juditsky 1992): ā ← d ā + (1 − d) θ. What the last
/// batches pulled to and fro is averaged out of it. In the first steps d is at most t / (t + 9), so that a short run's average is not its
/// random start.
/// </summary>
sealed class WeightAverage(int parameters, double decay)
{
    const int WarmUp = 9;

    /// <summary>The average; before the first step, zeros.</summary>
    public float[] Values { get; } = new float[parameters];

    /// <summary>Takes the weights after step <paramref name="step"/>, from 1; the first are taken whole.</summary>
    public void Add(ReadOnlySpan<float> weights, long step)
    {
        double kept = Math.Min(decay, (step - 1.0) / (step - 1 + WarmUp));
        TensorPrimitives.Lerp(weights, Values, (float)kept, Values);
    }
}
