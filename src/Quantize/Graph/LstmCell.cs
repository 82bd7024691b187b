namespace EdgeLstm.Quantize.Graph;

/// <summary>
/// i = σ(Wi x + Ui h + pi∘c + bi), f = σ(Wf x + Uf h + pf∘c + bf), g = tanh(Wg x + Ug h + bg), c' = f∘c + i∘g,
/// o = σ(Wo x + Uo h + po∘c' + bo), h' = o∘tanh(c'). A gate that is absent is 1 and has no rows; coupled, f = 1 − i.
/// </summary>
sealed record LstmCell : Cell
{
    /// <summary>Null: no input gate (NIG).</summary>
    public ScalarFunction? InputGate { get; init; } = ScalarFunction.Sigmoid;

    /// <summary>Null: no forget gate (NFG; the LSTM of 1997), or <see cref="Coupled"/>.</summary>
    public ScalarFunction? ForgetGate { get; init; } = ScalarFunction.Sigmoid;

    public ScalarFunction Candidate { get; init; } = ScalarFunction.Tanh;

    /// <summary>Null: no output gate (NOG).</summary>
    public ScalarFunction? OutputGate { get; init; } = ScalarFunction.Sigmoid;

    /// <summary>What h' takes of c'.</summary>
    public ScalarFunction Output { get; init; } = ScalarFunction.Tanh;

    /// <summary>f = 1 − i (CIFG, ONNX's input_forget); <see cref="ForgetGate"/> is null then.</summary>
    public bool Coupled { get; init; }

    /// <summary>Peepholes [H], or null. Those of i and f see c, that of o sees c'.</summary>
    public float[]? Pi { get; init; }

    public float[]? Pf { get; init; }

    public float[]? Po { get; init; }

    /// <summary>
    /// U reads [h, i, f, o] of the step before (R = 4·H; 0 before the first sample). The candidate's columns of i, f and o are zero.
    /// </summary>
    public bool FullGateRecurrence { get; init; }

    public bool HasInputGate => InputGate is not null;

    public bool HasForgetGate => ForgetGate is not null;

    public bool HasOutputGate => OutputGate is not null;

    public bool HasPeepholes => (Pi ?? Pf ?? Po) is not null;

    /// <summary>The cell of PyTorch's, Keras's and ONNX's defaults.</summary>
    public bool IsStandard => this == new LstmCell();

    /// <summary>The same with input and forget gates of 0 and 1.</summary>
    public bool IsBinary => this == Binary;

    /// <summary>With input and forget gates of 0 and 1.</summary>
    public static LstmCell Binary { get; } = new() { InputGate = ScalarFunction.Step, ForgetGate = ScalarFunction.Step };

    /// <summary>What the integer schemes have a layer kind of its own for, which can be compressed.</summary>
    public bool IsPlain => IsStandard || IsBinary;

    /// <summary>i, f, g, o, without those that the cell has not.</summary>
    public override IReadOnlyList<string> Gates =>
    [
        .. HasInputGate ? ["input gate"] : Array.Empty<string>(), .. HasForgetGate ? ["forget gate"] : Array.Empty<string>(), "candidate",
        .. HasOutputGate ? ["output gate"] : Array.Empty<string>(),
    ];

    public override string Source => (Variant is { Length: > 0 } and not "NFG" ? $"Greff 2016 ({Variant})"
        : !HasForgetGate ? "Hochreiter & Schmidhuber 1997" + (HasPeepholes ? " with peepholes of Gers & Schmidhuber 2000" : "")
        : HasPeepholes ? "Gers & Schmidhuber 2000" : "Gers 2000") + Jumps;

    public override string Kind => "LSTM" + (Variant.Length > 0 ? $", {Variant}" : "") + (HasPeepholes ? ", peepholes" : "");

    /// <summary>An identity for g or the output is a variant of its own: NIAF, NOAF.</summary>
    public override IEnumerable<string> UnusualFunctions =>
    [
        .. Unusual("input gate", InputGate, ScalarFunction.Sigmoid), .. Unusual("forget gate", ForgetGate, ScalarFunction.Sigmoid),
        .. Candidate.Kind == FunctionKind.Identity ? [] : Unusual("candidate", Candidate, ScalarFunction.Tanh),
        .. Unusual("output gate", OutputGate, ScalarFunction.Sigmoid),
        .. Output.Kind == FunctionKind.Identity ? [] : Unusual("output", Output, ScalarFunction.Tanh),
    ];

    /// <summary>Whose gates of few levels are in it.</summary>
    string Jumps => InputGate?.Kind == FunctionKind.Step || ForgetGate?.Kind == FunctionKind.Step ? ", binary gates of Li 2018"
        : InputGate?.Kind == FunctionKind.ThreeLevel || ForgetGate?.Kind == FunctionKind.ThreeLevel
        ? ", three-level gates of arXiv 1905.13568" : "";

    public override IEnumerable<ScalarFunction> GateFunctions =>
        new[] { InputGate, ForgetGate, Candidate, OutputGate }.OfType<ScalarFunction>();

    public override CellKind RuntimeKind => CellKind.Lstm;

    public override CellFlags RuntimeFlags =>
        (HasInputGate ? 0 : CellFlags.NoInputGate)
        | (HasForgetGate || Coupled ? 0 : CellFlags.NoForgetGate)
        | (HasOutputGate ? 0 : CellFlags.NoOutputGate)
        | (Coupled ? CellFlags.Coupled : 0)
        | (HasPeepholes ? CellFlags.Peepholes : 0)
        | (FullGateRecurrence ? CellFlags.FullGateRecurrence : 0);

    /// <summary>Whether the runtime has it: full gate recurrence needs all gates.</summary>
    public bool IsSupported => !FullGateRecurrence || (HasInputGate && HasForgetGate && HasOutputGate);

    public override bool HasCellState => true;

    /// <summary>Without a forget gate, or with a candidate that has no bound, c is a sum.</summary>
    public override bool SumsUp => (!HasForgetGate && !Coupled) || double.IsPositiveInfinity(Candidate.Bound);

    public override int Recurrent(int units) => FullGateRecurrence ? 4 * units : units;

    public override long Parameters => (Pi?.Length ?? 0) + (Pf?.Length ?? 0) + (Po?.Length ?? 0);

    public override long MultiplyAccumulates => Parameters;

    public override void Step(CellStep step, ReadOnlySpan<float> x)
    {
        int units = step.Units, g = (HasInputGate ? units : 0) + (HasForgetGate ? units : 0);
        float[] c = step.Inner;
        for (int k = 0; k < units; k++)
        {
            float i = InputGate is { } inputGate ? step.Gate(k, x, inputGate, Seen(Pi, k)) : 1;
            float f = Coupled ? 1 - i : ForgetGate is { } forgetGate ? step.Gate(g - units + k, x, forgetGate, Seen(Pf, k)) : 1;
            c[k] = f * c[k] + i * step.Gate(g + k, x, Candidate);
            float o = OutputGate is { } outputGate ? step.Gate(g + units + k, x, outputGate, Seen(Po, k)) : 1;
            step.Output[k] = o * Output.Apply(c[k]);
            if (FullGateRecurrence)
                (step.Kept[k], step.Kept[units + k], step.Kept[2 * units + k]) = (i, f, o);
        }

        float Seen(float[]? peephole, int k) => peephole is null ? 0 : peephole[k] * c[k];
    }

    internal override byte[] FloatConstants(RecurrentLayer layer) => Layer.Bytes(
    [
        Constants(InputGate), Constants(ForgetGate), Constants(Candidate), Constants(OutputGate), Constants(Output, clips: false),
        layer.Bias, layer.W, layer.U, .. HasPeepholes ? Peepholes(layer.HiddenSize) : [],
    ]);

    /// <summary>One vector for each gate that there is.</summary>
    IEnumerable<float[]> Peepholes(int units) => new[] { (HasInputGate, Pi), (HasForgetGate, Pf), (HasOutputGate, Po) }
        .Where(gate => gate.Item1).Select(gate => gate.Item2 ?? new float[units]);

    /// <summary>Greff's names of what is left out or added.</summary>
    string Variant => string.Join(" ", new[]
    {
        HasInputGate ? "" : "NIG", Coupled ? "CIFG" : HasForgetGate ? "" : "NFG", HasOutputGate ? "" : "NOG",
        Candidate.Kind == FunctionKind.Identity ? "NIAF" : "", Output.Kind == FunctionKind.Identity ? "NOAF" : "",
            FullGateRecurrence ? "FGR" : "",
    }.Where(name => name.Length > 0));
}
