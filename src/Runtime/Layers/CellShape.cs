using EdgeLstm.Gates;

namespace EdgeLstm.Layers;

/// <summary>What follows from a cell's kind and sizes: its products, the functions it has, and the lengths of its state.</summary>
readonly struct CellShape
{
    const int MaxColumns = 8192; // a step holds one copy of its activations on the stack

    public CellShape(CellKind kind, CellFlags flags, int inputs, int units, int outputs)
    {
        Throw.IfOutOfRange(units, 1, MaxColumns, nameof(units));
        Throw.IfOutOfRange(outputs, 1, MaxColumns, nameof(outputs));
        bool feedsGates = (flags & CellFlags.FullGateRecurrence) != 0;
        bool lacksAny = (flags & (CellFlags.NoInputGate | CellFlags.NoForgetGate | CellFlags.NoOutputGate | CellFlags.Coupled)) != 0;
        bool hasNoInput = (flags & CellFlags.NoInputGate) != 0, hasForget = (flags & (CellFlags.NoForgetGate | CellFlags.Coupled)) == 0;
        if ((kind != CellKind.Lstm && flags != CellFlags.None) || (feedsGates && lacksAny) || (hasNoInput && (flags & CellFlags.Coupled) != 0))
            throw new ArgumentException($"There is no {kind} cell with {flags}.", nameof(flags));
        if (kind != CellKind.Jordan && outputs != units)
            Throw.IfOutOfRange(outputs, units, units, nameof(outputs));
        (Kind, Flags, Inputs, HiddenSize, Outputs) = (kind, flags, inputs, units, outputs);
        Sections = feedsGates ? 4 : 1;
        Gates = kind == CellKind.Lstm
            ? new(!hasNoInput, hasForget, (flags & CellFlags.NoOutputGate) == 0, (flags & CellFlags.Coupled) != 0)
            : default;
        int r = Sections * outputs;
        Throw.IfOutOfRange(inputs, 1, MaxColumns - r - units, nameof(inputs));
        switch (kind)
        {
            case CellKind.GruResetAfter: // z, r, and the candidate's two halves
                First = new(4, units, inputs, r, 0b0111, 0b1011);
                break;
            case CellKind.GruResetBefore:
                First = new(2, units, inputs, r, 0b11, 0b11);
                Second = new(1, units, inputs, r, 1, 1);
                break;
            case CellKind.Jordan:
                First = new(1, units, inputs, r, 1, 1);
                Second = new(1, outputs, units, 0, 1, 0);
                break;
            default:
                int groups = kind == CellKind.Lstm ? Gates.Groups : 1;
                First = new(groups, units, inputs, r, (1 << groups) - 1, (1 << groups) - 1);
                break;
        }
    }

    public CellKind Kind { get; }

    public CellFlags Flags { get; }

    public int Inputs { get; }

    /// <summary>Units of the cell; a Jordan network's hidden ones.</summary>
    public int HiddenSize { get; }

    /// <summary>What the layer gives and what recurs: the units, except in a Jordan network.</summary>
    public int Outputs { get; }

    /// <summary>Equal parts of the recurrent vector: h, or h, i, f, o.</summary>
    public int Sections { get; }

    public LstmGates Gates { get; }

    public CellProduct First { get; }

    /// <summary>Of no groups where there is none.</summary>
    public CellProduct Second { get; }

    /// <summary>Scalar functions: one; a Jordan network's hidden and output; a GRU's z, r, n; an LSTM's i, f, g, o and output, those that it lacks included.</summary>
    public int Functions => Kind switch { CellKind.Elman => 1, CellKind.Jordan => 2, CellKind.Lstm => 5, _ => 3 };

    /// <summary>Vectors of peephole weights: one for each gate that there is.</summary>
    public int Peepholes => (Flags & CellFlags.Peepholes) != 0 ? Gates.Groups - 1 : 0;

    /// <summary>Elements of what recurs, each section padded to a multiple of sixteen.</summary>
    public int RecurrentLength => Sections * LstmLayer.Padded(Outputs);

    /// <summary>Elements of the state that the layer keeps for itself: an LSTM's cell, a GRU's h in int16.</summary>
    public int CellLength => Kind is CellKind.Elman or CellKind.Jordan ? 0 : LstmLayer.Padded(HiddenSize);

    /// <summary>Bytes of an integer layer's constants.</summary>
    public int DataBytes(int tables) =>
        Functions * GateFunction.Bytes + CellConstants.Bytes + 2 * GateFunction.TableLength * tables + First.Bytes + Second.Bytes + 2 * Peepholes * HiddenSize;

    /// <summary>Bytes of a float layer's constants.</summary>
    public int FloatBytes => 4 * (Functions * FloatFunction.Floats + First.Floats + Second.Floats + Peepholes * HiddenSize);
}
