namespace EdgeLstm;

/// <summary>
/// What follows from a cell's kind and sizes: its products, the functions it has, and the lengths of its state and constants. Of any
/// numbers at all, which a file may have: <see cref="IsValid"/> says whether there is such a cell, and <see cref="Checked"/> throws where
/// there is none.
/// </summary>
readonly struct CellShape
{
    /// <summary>A step holds one copy of its activations on the stack.</summary>
    public const int MaxColumns = 8192;

    /// <summary>Of an integer layer's constants: a function, the scales of the cell, a function's table.</summary>
    public const int FunctionBytes = 16, ScaleBytes = 32, TableBytes = 1028;

    /// <summary>Floats of a float layer's function.</summary>
    public const int FunctionFloats = 4;

    public CellShape(CellKind kind, CellFlags flags, int inputs, int hiddenSize, int outputs)
    {
        bool Has(CellFlags flag) => (flags & flag) != 0;
        (Kind, Flags, Inputs, HiddenSize, Outputs) = (kind, flags, inputs, hiddenSize, outputs);
        bool isCoupled = Has(CellFlags.Coupled);
        Gates = kind == CellKind.Lstm
            ? new(!Has(CellFlags.NoInputGate), !Has(CellFlags.NoForgetGate) && !isCoupled, !Has(CellFlags.NoOutputGate), isCoupled)
            : default;
        Sections = Has(CellFlags.FullGateRecurrence) ? 4 : 1;
        IsValid = (kind == CellKind.Lstm || flags == CellFlags.None) && (Sections == 1 || Gates.Groups == 4)
            && !(Has(CellFlags.NoInputGate) && isCoupled) && (kind == CellKind.Jordan || outputs == hiddenSize);
        Peepholes = Has(CellFlags.Peepholes) ? Math.Max(0, Gates.Groups - 1) : 0;
        int r = Sections * outputs;
        (First, Second) = kind switch
        {
            // z, r, and the candidate's two halves
            CellKind.GruResetAfter => (new(4, hiddenSize, inputs, r, 0b0111, 0b1011), default),
            CellKind.GruResetBefore => (new(2, hiddenSize, inputs, r, 0b11, 0b11), new(1, hiddenSize, inputs, r, 1, 1)),
            CellKind.Jordan => (new(1, hiddenSize, inputs, r, 1, 1), new(1, outputs, hiddenSize, 0, 1, 0)),
            CellKind.Lstm => (new(Gates.Groups, hiddenSize, inputs, r, (1 << Gates.Groups) - 1, (1 << Gates.Groups) - 1), default),
            _ => (new CellProduct(1, hiddenSize, inputs, r, 1, 1), default(CellProduct)),
        };
        Functions = kind switch { CellKind.Elman => 1, CellKind.Jordan => 2, CellKind.Lstm => 5, _ => 3 };
    }

    public CellKind Kind { get; }

    public CellFlags Flags { get; }

    public int Inputs { get; }

    /// <summary>Units of the cell; a Jordan network's hidden ones.</summary>
    public int HiddenSize { get; }

    /// <summary>What the layer gives and what recurs: the units, except in a Jordan network.</summary>
    public int Outputs { get; }

    /// <summary>Whether there is a cell of this kind with these flags and outputs.</summary>
    public bool IsValid { get; }

    /// <summary>Equal parts of the recurrent vector: h, or h, i, f, o.</summary>
    public int Sections { get; }

    public LstmGates Gates { get; }

    public CellProduct First { get; }

    /// <summary>Of no groups where there is none.</summary>
    public CellProduct Second { get; }

    /// <summary>
    /// Scalar functions: one; a Jordan network's hidden and output; a GRU's z, r, n; an LSTM's i, f, g, o and output, those that it lacks
    /// included.
    /// </summary>
    public int Functions { get; }

    /// <summary>Vectors of peephole weights: one for each gate that there is.</summary>
    public int Peepholes { get; }

    /// <summary>Elements of what recurs, each section padded to a multiple of sixteen.</summary>
    public int RecurrentLength => Sections * Padded(Outputs);

    /// <summary>Elements of the state that an integer layer keeps for itself: an LSTM's cell, a GRU's h in int16.</summary>
    public int CellLength => Kind is CellKind.Elman or CellKind.Jordan ? 0 : Padded(HiddenSize);

    /// <summary>Bytes of a float layer's constants.</summary>
    public long FloatBytes => 4 * ((long)FunctionFloats * Functions + First.Floats + Second.Floats + (long)Peepholes * HiddenSize);

    /// <summary>Bytes of an integer layer's constants.</summary>
    public long DataBytes(int tables) =>
        FunctionBytes * Functions + ScaleBytes + (long)TableBytes * tables + First.Bytes + Second.Bytes + 2L * Peepholes * HiddenSize;

    /// <summary>The next multiple of sixteen.</summary>
    public static int Padded(int count) => (count + 15) & ~15;

    /// <summary>The shape of a cell that exists and that a step can run.</summary>
    /// <exception cref="ArgumentException">There is no such cell, or it is too large.</exception>
    public static CellShape Checked(CellKind kind, CellFlags flags, int inputs, int hiddenSize, int outputs)
    {
        Require(hiddenSize, 1, MaxColumns, nameof(hiddenSize));
        Require(outputs, 1, MaxColumns, nameof(outputs));
        var shape = new CellShape(kind, flags, inputs, hiddenSize, outputs);
        if (!shape.IsValid)
        {
            throw kind != CellKind.Jordan && outputs != hiddenSize
                ? new ArgumentOutOfRangeException(nameof(outputs), outputs, $"outputs must be {hiddenSize}, as many as units.")
                : new ArgumentException($"There is no {kind} cell with {flags}.", nameof(flags));
        }

        Require(inputs, 1, MaxColumns - shape.Sections * outputs - hiddenSize, nameof(inputs));
        return shape;
    }

    static void Require(int value, int min, int max, string name)
    {
        if (value < min || value > max)
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be {min} to {max}.");
    }
}
