namespace EdgeLstm.Quantize.Training;

/// <summary>The network in a user's words.</summary>
public sealed record NetworkOptions
{
    public string Cell { get; init; } = "lstm";

    public int HiddenSize { get; init; } = 64;

    public int Layers { get; init; } = 1;

    public bool Bidirectional { get; init; }

    public GateKind Gates { get; init; }

    public double Tau { get; init; } = GateSpec.PaperTau;

    public double Dropout { get; init; }

    /// <summary>What <see cref="Cell"/> may be.</summary>
    internal static IReadOnlyDictionary<string, CellSpec> Cells { get; } = new Dictionary<string, CellSpec>
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
    internal bool HasBlendingGates => Cells[Cell] is LstmSpec or GruSpec;

    /// <exception cref="ArgumentException">There is no such cell, or a number is out of range.</exception>
    internal void Validate()
    {
        if (!Cells.ContainsKey(Cell))
            throw new ArgumentException($"Cell is '{Cell}', expected one of {string.Join(", ", Cells.Keys)}.");
        ArgumentOutOfRangeException.ThrowIfLessThan(HiddenSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Layers, 1);
    }

    internal NetworkSpec Spec(int inputs, int outputs) => new(inputs,
        [.. Enumerable.Repeat(new RecurrentSpec(Cells[Cell] with { Gates = new(Gates, Tau) }, HiddenSize, Bidirectional), Layers)], outputs,
        Dropout);
}
