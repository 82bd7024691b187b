using System.Numerics;

namespace EdgeLstm.Quantize.Training.Optimizers;

/// <summary>v = 0.9 v + g, θ −= rate · v.</summary>
sealed class Momentum<T>(int parameters) : Optimizer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    readonly T[] _velocity = new T[parameters];

    public override IReadOnlyList<T[]> Memory => [_velocity];

    public override void Step(Span<T> theta, ReadOnlySpan<T> gradient, double rate)
    {
        Steps++;
        T size = T.CreateTruncating(rate), kept = T.CreateTruncating(0.9);
        for (int i = 0; i < theta.Length; i++)
        {
            _velocity[i] = kept * _velocity[i] + gradient[i];
            theta[i] -= size * _velocity[i];
        }
    }
}
