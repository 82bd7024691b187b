using System.Numerics;
using EdgeLstm.Quantize.Training.Engine;

namespace EdgeLstm.Quantize.Training.Layers;

/// <summary>An LSTM of any variant over one block: <see cref="LstmSpec"/> has the equations.</summary>
sealed class LstmPass<T>(LstmLayer<T> layer, int steps, int lanes) : RecurrentPass<T>(steps, layer.StateRows, layer.Units, lanes)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    readonly int block = layer.Units * lanes;
    readonly ChoosingGates<T> choosing = new(layer.Spec.Gates, layer.Place, steps, layer.Choosing * layer.Units, lanes);

    /// <summary>Row groups i, f, g, o: sums, then gates, then the gradient of the sums.</summary>
    readonly Sequence<T> gates = new(steps, layer.Gates * layer.Units, lanes);

    /// <summary>c, with slot 0 before the first step, and tanh(c).</summary>
    readonly Sequence<T> cell = new(steps + 1, layer.Units, lanes), squashed = new(steps, layer.Units, lanes);

    readonly AlignedArray<T> cellGradient = new(layer.Units * lanes);

    public override void Forward(Sequence<T> x, PassContext context)
    {
        for (int s = 0; s < Steps; s++)
        {
            LaneProduct.Multiply(layer.Sums, ref x.At(s), ref State.At(s), ref gates.At(s), Lanes, accumulate: false);
            Peep(layer.InputPeephole, layer.InputGate, s, cell[s]);
            Peep(layer.ForgetPeephole, layer.ForgetGate, s, cell[s]);
            choosing.Forward(s, gates[s][..(layer.Choosing * block)], context);
            if (!layer.Spec.LinearCandidate)
                VectorSpan.Tanh(Gate(s, layer.Candidate));

            LstmElements.Cell(Gate(s, layer.InputGate), Gate(s, layer.ForgetGate), Gate(s, layer.Candidate), cell[s], cell[s + 1], squashed[s], layer.Spec);
            Peep(layer.OutputPeephole, layer.OutputGate, s, cell[s + 1]);
            var output = State[s + 1][..block];
            if (layer.OutputGate < 0)
            {
                squashed[s].CopyTo(output);
                continue;
            }

            VectorSpan.Sigmoid(Gate(s, layer.OutputGate), [], 1);
            VectorSpan.Multiply<T>(Gate(s, layer.OutputGate), squashed[s], output);
            if (layer.Spec.FullGateRecurrence)
                KeepGates(s);
        }
    }

    public override void Backward(Sequence<T> x, Sequence<T>? xGradient, Span<T> gradient, PassContext context)
    {
        cellGradient.Span.Clear();
        T slope = choosing.Slope(context);
        for (int s = Steps - 1; s >= 0; s--)
        {
            var smooth = choosing.Smooth(s, gates[s][..(layer.Choosing * block)]);
            var spans = new LstmStep<T>
            {
                I = Gate(s, layer.InputGate),
                F = Gate(s, layer.ForgetGate),
                G = Gate(s, layer.Candidate),
                O = Gate(s, layer.OutputGate),
                SmoothI = layer.InputGate < 0 ? [] : smooth.Slice(layer.InputGate * block, block),
                SmoothF = layer.ForgetGate < 0 ? [] : smooth.Slice(layer.ForgetGate * block, block),
                Before = cell[s],
                After = cell[s + 1],
                Squashed = squashed[s],
                StateGradient = StateGradient[s + 1],
                CellGradient = cellGradient.Span,
                Pi = Of(layer.InputPeephole),
                Pf = Of(layer.ForgetPeephole),
                Po = Of(layer.OutputPeephole),
            };
            LstmElements.Backward(in spans, slope, layer.Spec, Lanes);

            if (s > 0)
                LaneProduct.Multiply(layer.ToState, ref gates.At(s), ref gates.At(s), ref StateGradient.At(s), Lanes, accumulate: true);
            if (xGradient is { } below)
                LaneProduct.Multiply(layer.ToInput, ref gates.At(s), ref gates.At(s), ref below.At(s), Lanes, accumulate: true);
            AddPeephole(layer.InputPeephole, layer.InputGate, s, cell[s], gradient);
            AddPeephole(layer.ForgetPeephole, layer.ForgetGate, s, cell[s], gradient);
            AddPeephole(layer.OutputPeephole, layer.OutputGate, s, cell[s + 1], gradient);
        }

        layer.AddGradients(gates, x, State.Slice(0, Steps), gradient);
    }

    /// <summary>[units][lanes] of one row group at a step; empty where the gate is absent.</summary>
    Span<T> Gate(int step, int gate) => gate < 0 ? [] : gates[step].Slice(gate * block, block);

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
        Gate(s, layer.InputGate).CopyTo(kept[block..]);
        if (layer.Spec.Coupled)
            LstmElements.OneMinus(Gate(s, layer.InputGate), kept.Slice(2 * block, block));
        else
            Gate(s, layer.ForgetGate).CopyTo(kept[(2 * block)..]);
        Gate(s, layer.OutputGate).CopyTo(kept[(3 * block)..]);
    }
}
