using System.Numerics;
using System.Runtime.Intrinsics;
using EdgeLstm.Quantize.Training.Engine;

namespace EdgeLstm.Quantize.Training.Layers;

/// <summary>h' = tanh(W x + U h + b) over one block. The state is made in the place of its sums.</summary>
sealed class ElmanPass<T>(ElmanLayer<T> layer, int steps, int lanes) : RecurrentPass<T>(steps, layer.HiddenSize, layer.HiddenSize, lanes)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override void Forward(Sequence<T> x, PassContext context)
    {
        for (int s = 0; s < Steps; s++)
        {
            LaneProduct.Multiply(layer.Sums, ref x.At(s), ref State.At(s), ref State.At(s + 1), Lanes, accumulate: false);
            VectorSpan.Tanh(State[s + 1]);
        }
    }

    public override void Backward(Sequence<T> x, Sequence<T>? xGradient, Span<T> gradient, PassContext context)
    {
        for (int s = Steps - 1; s >= 0; s--)
        {
            TanhGradient(State[s + 1], StateGradient[s + 1]);
            ref T d = ref StateGradient.At(s + 1);
            LaneProduct.Multiply(layer.ToState, ref d, ref d, ref StateGradient.At(s), Lanes, accumulate: true);
            if (xGradient is { } below)
                LaneProduct.Multiply(layer.ToInput, ref d, ref d, ref below.At(s), Lanes, accumulate: true);
        }

        layer.AddGradients(StateGradient.Slice(1, Steps), x, State.Slice(0, Steps), gradient);
    }

    /// <summary>d = d (1 − y²), y = tanh of the sum.</summary>
    public static void TanhGradient(ReadOnlySpan<T> y, Span<T> d)
    {
        for (int at = 0; at < y.Length; at += Vector256<T>.Count)
        {
            var value = Vector256.Create(y.Slice(at, Vector256<T>.Count));
            (Vector256.LoadUnsafe(ref d[at]) * VectorMath.Fma(-value, value, Vector256<T>.One)).StoreUnsafe(ref d[at]);
        }
    }
}
