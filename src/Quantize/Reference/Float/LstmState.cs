using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Reference.Float;

sealed class LstmState(RecurrentLayer layer, LstmCell cell) : RecurrentState(layer)
{
    /// <summary>Where each gate's rows begin; those of an absent gate are never used.</summary>
    readonly int _g = (cell.HasInputGate ? layer.HiddenSize : 0) + (cell.HasForgetGate ? layer.HiddenSize : 0);

    /// <summary>[i, f, o] of the step before, which FGR feeds back.</summary>
    readonly float[] _gates = new float[3 * layer.HiddenSize];

    public override float[] Cell { get; } = new float[layer.HiddenSize];

    public override void Reset()
    {
        base.Reset();
        Array.Clear(_gates);
    }

    public override void Step(ReadOnlySpan<float> x)
    {
        float[] h = Recurrent, c = Cell;
        Output.CopyTo(h, 0);
        if (cell.FullGateRecurrence)
            _gates.CopyTo(h, H);
        for (int k = 0; k < H; k++)
        {
            float i = cell.InputGate is { } inputGate ? Gate(k, Sum(k, x, h) + Peep(cell.Pi, k), inputGate) : 1;
            float f = cell.Coupled ? 1 - i : cell.ForgetGate is { } forgetGate ? Gate(_g - H + k, Sum(_g - H + k, x, h) + Peep(cell.Pf, k), forgetGate) : 1;
            c[k] = f * c[k] + i * Gate(_g + k, Sum(_g + k, x, h), cell.Candidate);
            float o = cell.OutputGate is { } outputGate ? Gate(_g + H + k, Sum(_g + H + k, x, h) + Peep(cell.Po, k), outputGate) : 1;
            Output[k] = o * cell.Output.Apply(c[k]);
            (_gates[k], _gates[H + k], _gates[2 * H + k]) = (i, f, o);
        }
    }

    float Sum(int row, ReadOnlySpan<float> x, ReadOnlySpan<float> h) => Input(row, x) + Product(row, h);

    float Peep(float[]? p, int k) => p is null ? 0 : p[k] * Cell[k];
}
