using System.Numerics;
using EdgeLstm.Quantize.Training.Engine;

namespace EdgeLstm.Quantize.Training.Layers;

/// <summary>
/// Noise on the features in training, fresh for each step, feature and window: logistic, of the standard deviation that the context asks
/// for, drawn as the gates' noise is.
/// </summary>
sealed class InputNoise<T>(int values)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Draws from other places than the gates of any layer, and their dropout.</summary>
    const int Place = 1 << 17;

    readonly T[] _drawn = new T[values];

    public void Add(Sequence<T> input, PassContext context)
    {
        if (!context.Training || context.InputNoise == 0)
            return;
        // log(u/(1 − u)) has the standard deviation π/√3.
        T scale = T.CreateTruncating(context.InputNoise * Math.Sqrt(3) / Math.PI);
        for (int t = 0; t < input.Steps; t++)
        {
            Noise.Logistic(context.KeyOf(Place, t), 1, _drawn.AsSpan());
            var step = input[t];
            for (int i = 0; i < step.Length; i++)
                step[i] += scale * _drawn[i];
        }
    }
}
