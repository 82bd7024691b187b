using System.Numerics;
using EdgeLstm.Quantize.Training.Engine;

namespace EdgeLstm.Quantize.Training.Layers;

/// <summary>s = tanh(W x + U y + b), y' = tanh(V s + c) over one block; the state is y.</summary>
sealed class JordanPass<T>(JordanLayer<T> layer, int steps, int lanes) : RecurrentPass<T>(steps, layer.HiddenSize, layer.HiddenSize, lanes)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>s, and the gradient of its sums.</summary>
    readonly Sequence<T> _hidden = new(steps, layer.HiddenSize, lanes), _hiddenGradient = new(steps, layer.HiddenSize, lanes);

    public override void Forward(Sequence<T> x, PassContext context)
    {
        for (int s = 0; s < Steps; s++)
        {
            LaneProduct.Multiply(layer.Sums, ref x.At(s), ref State.At(s), ref _hidden.At(s), Lanes, accumulate: false);
            VectorSpan.Tanh(_hidden[s]);
            LaneProduct.Multiply(layer.OutputSums, ref _hidden.At(s), ref _hidden.At(s), ref State.At(s + 1), Lanes, accumulate: false);
            VectorSpan.Tanh(State[s + 1]);
        }
    }

    public override void Backward(Sequence<T> x, Sequence<T>? xGradient, Span<T> gradient, PassContext context)
    {
        for (int s = Steps - 1; s >= 0; s--)
        {
            ElmanPass<T>.TanhGradient(State[s + 1], StateGradient[s + 1]);
            ref T dOutput = ref StateGradient.At(s + 1), d = ref _hiddenGradient.At(s);
            LaneProduct.Multiply(layer.ToHidden, ref dOutput, ref dOutput, ref d, Lanes, accumulate: false);
            ElmanPass<T>.TanhGradient(_hidden[s], _hiddenGradient[s]);
            LaneProduct.Multiply(layer.ToState, ref d, ref d, ref StateGradient.At(s), Lanes, accumulate: true);
            if (xGradient is { } below)
                LaneProduct.Multiply(layer.ToInput, ref d, ref d, ref below.At(s), Lanes, accumulate: true);
        }

        layer.AddGradients(_hiddenGradient, StateGradient.Slice(1, Steps), x, State.Slice(0, Steps), _hidden, gradient);
    }
}
