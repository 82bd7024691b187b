namespace EdgeLstm.Quantize.Training;

/// <summary>The network in a user's words.</summary>
sealed record NetworkOptions
{
    public string Cell { get; init; } = "lstm";

    public int Hidden { get; init; } = 64;

    public int Layers { get; init; } = 1;

    public bool Bidirectional { get; init; }

    public GateKind Gates { get; init; }

    public double Tau { get; init; } = GateSpec.PaperTau;

    public double Dropout { get; init; }

    /// <summary>What <see cref="Cell"/> may be.</summary>
    public static IReadOnlyDictionary<string, CellSpec> Cells { get; } = new Dictionary<string, CellSpec>
    {
        ["lstm"] = new LstmSpec(),
        ["peephole"] = new LstmSpec { Peepholes = true },
        ["coupled"] = new LstmSpec { Coupled = true },
        ["nig"] = new LstmSpec { InputGate = false },
        ["nfg"] = new LstmSpec { ForgetGate = false },
        ["nog"] = new LstmSpec { OutputGate = false },
        ["niaf"] = new LstmSpec { LinearCandidate = true },
        ["noaf"] = new LstmSpec { LinearOutput = true },
        ["fgr"] = new LstmSpec { FullGateRecurrence = true },
        ["gru"] = new GruSpec(),
        ["gru-before"] = new GruSpec(ResetAfter: false),
        ["elman"] = new ElmanSpec(),
        ["jordan"] = new JordanSpec(),
    };

    /// <summary>Whether the cell has gates that choose between old and new.</summary>
    public bool HasBlendingGates => Cells[Cell] is LstmSpec or GruSpec;

    public NetworkSpec Spec(int inputs, int outputs) => new(inputs,
        [.. Enumerable.Repeat(new RecurrentSpec(Cells[Cell] with { Gates = new(Gates, Tau) }, Hidden, Bidirectional), Layers)], outputs, Dropout);
}
