using System.Numerics;
using EdgeLstm.Quantize.Training.Engine;

namespace EdgeLstm.Quantize.Training.Layers;

/// <summary>A GRU over one block: <see cref="GruSpec"/> has the equations.</summary>
sealed class GruPass<T>(GruLayer<T> layer, int steps, int lanes) : RecurrentPass<T>(steps, layer.HiddenSize, layer.HiddenSize, lanes)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    readonly int _block = layer.HiddenSize * lanes;
    readonly BlendingGates<T> _choosing = new(layer.Spec.Gates, layer.Place, steps, layer.HiddenSize, lanes);

    /// <summary>
    /// Row groups z, r, n, and what multiplies or was multiplied by Un: r∘h before the product, Un h + rbn after it. The gradients of the
    /// sums in the end.
    /// </summary>
    readonly Sequence<T> _gates = new(steps, 4 * layer.HiddenSize, lanes);

    /// <summary>r∘h, and on the way back its gradient, for a reset before the product.</summary>
    readonly Sequence<T> _scratch = new(1, layer.HiddenSize, lanes);

    Sequence<T> Extra => _gates.SliceRows(3 * layer.HiddenSize, layer.HiddenSize);

    public override void Forward(Sequence<T> x, PassContext context)
    {
        for (int s = 0; s < Steps; s++)
        {
            var all = _gates[s];
            Span<T> z = all[.._block], r = all.Slice(_block, _block), n = all.Slice(2 * _block, _block), extra = all.Slice(3 * _block, _block);
            // Each product pads its rows into the next row group, so that the order of the three matters.
            LaneProduct.Multiply(layer.GateSums, ref x.At(s), ref State.At(s), ref _gates.At(s), Lanes, accumulate: false);
            _choosing.Forward(s, z, context);
            VectorSpan.Sigmoid(r, [], 1);
            if (layer.Spec.ResetAfter)
            {
                LaneProduct.Multiply(layer.CandidateSums, ref x.At(s), ref x.At(s), ref n[0], Lanes, accumulate: false);
                LaneProduct.Multiply(layer.RecurrentSums, ref State.At(s), ref State.At(s), ref extra[0], Lanes, accumulate: false);
                VectorSpan.AddProduct<T>(r, extra, n);
            }
            else
            {
                // The padding of n's product falls into extra, which takes r∘h for the backward pass after it.
                VectorSpan.Multiply<T>(r, State[s], _scratch[0]);
                LaneProduct.Multiply(layer.CandidateSums, ref x.At(s), ref _scratch.At(0), ref n[0], Lanes, accumulate: false);
                _scratch[0].CopyTo(extra);
            }

            VectorSpan.Tanh(n);
            GruElements.Forward<T>(z, n, State[s], State[s + 1]);
        }
    }

    public override void Backward(Sequence<T> x, Sequence<T>? xGradient, Span<T> gradient, PassContext context)
    {
        T slope = _choosing.Slope(context);
        for (int s = Steps - 1; s >= 0; s--)
        {
            var all = _gates[s];
            Span<T> z = all[.._block], r = all.Slice(_block, _block), n = all.Slice(2 * _block, _block), extra = all.Slice(3 * _block, _block);
            GruElements.Outer(z, _choosing.Smooth(s, z), n, State[s], StateGradient[s + 1], StateGradient[s], slope);
            if (layer.Spec.ResetAfter)
            {
                GruElements.ResetAfter(r, n, extra);
            }
            else
            {
                LaneProduct.Multiply(layer.ToReset, ref n[0], ref n[0], ref _scratch.At(0), Lanes, accumulate: false);
                GruElements.ResetBefore(r, _scratch[0], State[s], StateGradient[s]);
            }

            LaneProduct.Multiply(layer.ToState, ref _gates.At(s), ref extra[0], ref StateGradient.At(s), Lanes, accumulate: true);
            if (xGradient is { } below)
                LaneProduct.Multiply(layer.ToInput, ref _gates.At(s), ref _gates.At(s), ref below.At(s), Lanes, accumulate: true);
        }

        var state = State.Slice(0, Steps);
        var sums = _gates.SliceRows(0, 3 * layer.HiddenSize);
        if (layer.Spec.ResetAfter)
            layer.AddGradients(sums, Extra, x, state, state, gradient);
        else
            layer.AddGradients(sums, _gates.SliceRows(2 * layer.HiddenSize, layer.HiddenSize), x, state, Extra, gradient);
    }
}
