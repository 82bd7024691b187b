using EdgeLstm.Quantize.Training.Export;
using EdgeLstm.Quantize.Training.Layers;

namespace EdgeLstm.Quantize.Training;

/// <summary>
/// i = σ(Wi x + Ui h + pi∘c + bi), f = σ(Wf x + Uf h + pf∘c + bf), g = tanh(Wg x + Ug h + bg), c' = f∘c + i∘g, o = σ(Wo x + Uo h + po∘c' +
/// bo), h' = o∘tanh(c'). A gate that is absent is 1. Hochreiter and Schmidhuber 1997 (no forget gate), Gers 2000, Gers and Schmidhuber 2000
/// (peepholes), Greff 2016 (the variants).
/// </summary>
sealed record LstmSpec : CellSpec
{
    public bool InputGate { get; init; } = true;

    public bool ForgetGate { get; init; } = true;

    public bool OutputGate { get; init; } = true;

    /// <summary>f = 1 − i, without rows of its own (CIFG).</summary>
    public bool Coupled { get; init; }

    public bool Peepholes { get; init; }

    /// <summary>The gates read [h, i, f, o] of the step before; the candidate reads h. All three gates have to be there.</summary>
    public bool FullGateRecurrence { get; init; }

    /// <summary>g = Wg x + Ug h + bg (NIAF).</summary>
    public bool LinearCandidate { get; init; }

    /// <summary>h' = o∘c' (NOAF).</summary>
    public bool LinearOutput { get; init; }

    /// <summary>A forget gate with rows of its own.</summary>
    public bool OwnForgetGate => ForgetGate && !Coupled;

    public override CellExport Export => new LstmExport(this);

    public override RecurrentLayer<T> CreateLayer<T>(int inputs, int units, int place, string name, ParameterList list) =>
        new LstmLayer<T>(this, inputs, units, place, name, list);
}
