using System.Numerics;

namespace EdgeLstm.Quantize.Training.Optimizers;

/// <summary>m = β1 m + (1 − β1) g, v = β2 v + (1 − β2) g², θ −= rate · m̂ / (√v̂ + ε). Kingma and Ba, arXiv 1412.6980.</summary>
sealed class Adam<T>(int parameters) : Optimizer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    const double Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8;

    readonly T[] _mean = new T[parameters], _square = new T[parameters];

    public override IReadOnlyList<T[]> Memory => [_mean, _square];

    public override void Step(Span<T> theta, ReadOnlySpan<T> gradient, double rate)
    {
        Steps++;
        double correction = Math.Sqrt(1 - Math.Pow(Beta2, Steps));
        T size = T.CreateTruncating(rate * correction / (1 - Math.Pow(Beta1, Steps))), epsilon = T.CreateTruncating(Epsilon * correction);
        T beta1 = T.CreateTruncating(Beta1), beta2 = T.CreateTruncating(Beta2);
        for (int i = 0; i < theta.Length; i++)
        {
            T g = gradient[i];
            _mean[i] = beta1 * _mean[i] + (T.One - beta1) * g;
            _square[i] = beta2 * _square[i] + (T.One - beta2) * g * g;
            theta[i] -= size * _mean[i] / (T.Sqrt(_square[i]) + epsilon);
        }
    }
}
