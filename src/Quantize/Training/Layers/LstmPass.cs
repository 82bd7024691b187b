using System.Numerics;
using EdgeLstm.Quantize.Training.Engine;

namespace EdgeLstm.Quantize.Training.Layers;

/// <summary>An LSTM of any variant over one block: <see cref="LstmSpec"/> has the equations.</summary>
sealed class LstmPass<T>(LstmLayer<T> layer, int steps, int lanes) : RecurrentPass<T>(steps, layer.StateRows, layer.HiddenSize, lanes)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    readonly int _block = layer.HiddenSize * lanes;
    readonly BlendingGates<T> _choosing = new(layer.Spec.Gates, layer.Place, steps, layer.Choosing * layer.HiddenSize, lanes);

    /// <summary>Row groups i, f, g, o: sums, then gates, then the gradient of the sums.</summary>
    readonly Sequence<T> _gates = new(steps, layer.Gates * layer.HiddenSize, lanes);

    /// <summary>c, with slot 0 before the first step, and tanh(c).</summary>
    readonly Sequence<T> _cell = new(steps + 1, layer.HiddenSize, lanes), _squashed = new(steps, layer.HiddenSize, lanes);

    readonly AlignedArray<T> _cellGradient = new(layer.HiddenSize * lanes);

    public override void Forward(Sequence<T> x, PassContext context)
    {
        for (int s = 0; s < Steps; s++)
        {
            LaneProduct.Multiply(layer.Sums, ref x.At(s), ref State.At(s), ref _gates.At(s), Lanes, accumulate: false);
            Peep(layer.InputPeephole, layer.InputGate, s, _cell[s]);
            Peep(layer.ForgetPeephole, layer.ForgetGate, s, _cell[s]);
            _choosing.Forward(s, _gates[s][..(layer.Choosing * _block)], context);
            if (!layer.Spec.LinearCandidate)
                VectorSpan.Tanh(Gate(s, layer.Candidate));

            LstmElements.Cell(Gate(s, layer.InputGate), Gate(s, layer.ForgetGate), Gate(s, layer.Candidate), _cell[s], _cell[s + 1], _squashed[s], layer.Spec);
            Peep(layer.OutputPeephole, layer.OutputGate, s, _cell[s + 1]);
            var output = State[s + 1][.._block];
            if (layer.OutputGate < 0)
            {
                _squashed[s].CopyTo(output);
                continue;
            }

            VectorSpan.Sigmoid(Gate(s, layer.OutputGate), [], 1);
            VectorSpan.Multiply<T>(Gate(s, layer.OutputGate), _squashed[s], output);
            if (layer.Spec.FullGateRecurrence)
                KeepGates(s);
        }
    }

    public override void Backward(Sequence<T> x, Sequence<T>? xGradient, Span<T> gradient, PassContext context)
    {
        _cellGradient.Span.Clear();
        T slope = _choosing.Slope(context);
        for (int s = Steps - 1; s >= 0; s--)
        {
            var smooth = _choosing.Smooth(s, _gates[s][..(layer.Choosing * _block)]);
            var spans = new LstmStep<T>
            {
                I = Gate(s, layer.InputGate),
                F = Gate(s, layer.ForgetGate),
                G = Gate(s, layer.Candidate),
                O = Gate(s, layer.OutputGate),
                SmoothI = layer.InputGate < 0 ? [] : smooth.Slice(layer.InputGate * _block, _block),
                SmoothF = layer.ForgetGate < 0 ? [] : smooth.Slice(layer.ForgetGate * _block, _block),
                Before = _cell[s],
                After = _cell[s + 1],
                Squashed = _squashed[s],
                StateGradient = StateGradient[s + 1],
                CellGradient = _cellGradient.Span,
                Pi = Of(layer.InputPeephole),
                Pf = Of(layer.ForgetPeephole),
                Po = Of(layer.OutputPeephole),
            };
            LstmElements.Backward(in spans, slope, layer.Spec, Lanes);

            if (s > 0)
                LaneProduct.Multiply(layer.ToState, ref _gates.At(s), ref _gates.At(s), ref StateGradient.At(s), Lanes, accumulate: true);
            if (xGradient is { } below)
                LaneProduct.Multiply(layer.ToInput, ref _gates.At(s), ref _gates.At(s), ref below.At(s), Lanes, accumulate: true);
            AddPeephole(layer.InputPeephole, layer.InputGate, s, _cell[s], gradient);
            AddPeephole(layer.ForgetPeephole, layer.ForgetGate, s, _cell[s], gradient);
            AddPeephole(layer.OutputPeephole, layer.OutputGate, s, _cell[s + 1], gradient);
        }

        layer.AddGradients(_gates, x, State.Slice(0, Steps), gradient);
    }

    /// <summary>[units][lanes] of one row group at a step; empty where the gate is absent.</summary>
    Span<T> Gate(int step, int gate) => gate < 0 ? [] : _gates[step].Slice(gate * _block, _block);

    void Peep(ParameterBlock? peephole, int gate, int step, ReadOnlySpan<T> c)
    {
        if (peephole is not null)
            VectorSpan.AddRowProducts(Of(peephole), c, Gate(step, gate), Lanes);
    }

    void AddPeephole(ParameterBlock? peephole, int gate, int step, ReadOnlySpan<T> c, Span<T> gradient)
    {
        if (peephole is not null)
            VectorSpan.AddRowDots(Gate(step, gate), c, peephole.Of(gradient), Lanes);
    }

    ReadOnlySpan<T> Of(ParameterBlock? peephole) => peephole is null ? [] : peephole.Of<T>(layer.Parameters.AsSpan());

    /// <summary>[h, i, f, o] for the step to come.</summary>
    void KeepGates(int s)
    {
        var kept = State[s + 1];
        Gate(s, layer.InputGate).CopyTo(kept[_block..]);
        if (layer.Spec.Coupled)
            LstmElements.OneMinus(Gate(s, layer.InputGate), kept.Slice(2 * _block, _block));
        else
            Gate(s, layer.ForgetGate).CopyTo(kept[(2 * _block)..]);
        Gate(s, layer.OutputGate).CopyTo(kept[(3 * _block)..]);
    }
}
