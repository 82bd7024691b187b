namespace EdgeLstm.Generator.Model.Layers;

/// <summary>What follows from a cell's kind and sizes, as the runtime's CellShape has it: a test compares the two.</summary>
readonly struct CellPlan
{
    /// <summary>One product: row groups of so many units, over x and over r, each read by some of the groups only.</summary>
    public readonly record struct Product(int Groups, int Units, int X, int R, int XGroups, int RGroups)
    {
        public long Rows => (long)Groups * Units;

        public long Bytes => 9 * Rows + Weights;

        public long Floats => Rows + Weights;

        public long Weights => (long)Units * ((long)XGroups * X + (long)RGroups * R);
    }

    public CellPlan(ArtifactCellKind kind, ArtifactCellFlags flags, int inputs, int units, int outputs)
    {
        bool Has(ArtifactCellFlags flag) => (flags & flag) != 0;
        bool noForget = Has(ArtifactCellFlags.NoForgetGate) || Has(ArtifactCellFlags.Coupled);
        int gates = kind == ArtifactCellKind.Lstm
            ? 3 - (Has(ArtifactCellFlags.NoInputGate) ? 1 : 0) - (noForget ? 1 : 0) - (Has(ArtifactCellFlags.NoOutputGate) ? 1 : 0)
            : 0;
        Sections = Has(ArtifactCellFlags.FullGateRecurrence) ? 4 : 1;
        IsValid = (kind == ArtifactCellKind.Lstm || flags == ArtifactCellFlags.None) && (Sections == 1 || gates == 3)
            && !(Has(ArtifactCellFlags.NoInputGate) && Has(ArtifactCellFlags.Coupled)) && (kind == ArtifactCellKind.Jordan || outputs == units);
        Peepholes = Has(ArtifactCellFlags.Peepholes) ? gates : 0;
        int r = Sections * outputs;
        (First, Second) = kind switch
        {
            ArtifactCellKind.GruResetAfter => (new Product(4, units, inputs, r, 3, 3), default),
            ArtifactCellKind.GruResetBefore => (new Product(2, units, inputs, r, 2, 2), new Product(1, units, inputs, r, 1, 1)),
            ArtifactCellKind.Jordan => (new Product(1, units, inputs, r, 1, 1), new Product(1, outputs, units, 0, 1, 0)),
            ArtifactCellKind.Lstm => (new Product(gates + 1, units, inputs, r, gates + 1, gates + 1), default),
            _ => (new Product(1, units, inputs, r, 1, 1), default),
        };
        Functions = kind switch { ArtifactCellKind.Elman => 1, ArtifactCellKind.Jordan => 2, ArtifactCellKind.Lstm => 5, _ => 3 };
    }

    public bool IsValid { get; }

    public Product First { get; }

    public Product Second { get; }

    /// <summary>Equal parts of what recurs: h, or h, i, f, o.</summary>
    public int Sections { get; }

    public int Functions { get; }

    public int Peepholes { get; }
}
