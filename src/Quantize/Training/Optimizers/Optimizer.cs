using System.Numerics;

namespace EdgeLstm.Quantize.Training.Optimizers;

/// <summary>Moves the parameters along a gradient, with memory of those before.</summary>
abstract class Optimizer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>What has to be kept for a training run to go on as if it had not been interrupted.</summary>
    public abstract IReadOnlyList<T[]> Memory { get; }

    /// <summary>Steps taken so far.</summary>
    public long Steps { get; set; }

    public abstract void Step(Span<T> parameters, ReadOnlySpan<T> gradient, double rate);

    public static Optimizer<T> Create(OptimizerKind kind, int parameters) => kind == OptimizerKind.Adam ? new Adam<T>(parameters) : new Momentum<T>(parameters);
}
