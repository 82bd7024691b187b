using EdgeLstm.Generator.Model.Lowering;

namespace EdgeLstm.Generator.Model.Layers;

/// <summary>LSTM. Data: multiplier, bias, shift [4·H], W [4·H, I], U [4·H, H] (float32: bias, W, U), gates i, f, g, o; state: h [H], c [H].</summary>
/// <param name="CellBits">Integer schemes: fraction bits of the cell state, 8 to 13; else 0.</param>
record ArtifactLstm(LayerHeader Header, bool Reverse, float HiddenScale, int CellBits) : ArtifactRecurrent(Header, Reverse, HiddenScale)
{
    protected const string BinaryField = "binary-gates";

    public override string Kind => "lstm";

    public override string Title => $"LSTM {Inputs} → {Outputs}" + (BinaryGates ? ", binary gates" : "");

    /// <summary>Integer schemes: i and f are 1 where their pre-activation is 0 or more, else 0.</summary>
    public bool BinaryGates { get; init; }

    /// <summary>Weights of one step.</summary>
    public virtual long MultiplyAccumulates => 4L * Outputs * (Inputs + Outputs);

    public override float CellStep => 1f / (1 << CellBits);

    internal override string Fields => $"{base.Fields} cell-bits {CellBits}{(BinaryGates ? " " + BinaryField : "")}";

    public override int StateWidth(bool cell) => Outputs;

    public override long DataBytes(Scheme scheme) =>
        scheme == Scheme.Float32 ? 16L * Outputs * (1 + Inputs + Outputs) : 4L * Outputs * (9 + Inputs + Outputs);

    public override long InitialBytes(Scheme scheme) => Outputs * scheme switch { Scheme.Int8 => 3, Scheme.Int8x16 => 4, _ => 8 };

    public override long StateBytes(Scheme scheme) => InitialBytes(scheme) / Outputs * (Outputs + 15);

    internal static ArtifactLayer Read(LayerHeader header, ArtifactFields fields)
    {
        var (reverse, hiddenScale) = ReadCommon(fields);
        return new ArtifactLstm(header, reverse, hiddenScale, fields.Int("cell-bits", 0, 13)) { BinaryGates = fields.Has(BinaryField) };
    }

    internal override IEnumerable<StatePart> States(Scheme scheme) =>
    [
        new("h", ProgramBuilder.Element(scheme), CellShape.Padded(Outputs), $"hidden state [{Outputs}]"),
        new("c", CellElement(scheme), CellShape.Padded(Outputs), $"cell state [{Outputs}]"),
    ];

    internal sealed override void Declare(LayerConstants constants)
    {
        List<Argument> arguments = [new("inputs", Inputs), new("hiddenSize", Outputs), .. RowArguments, new("", Data)];
        if (!constants.IsFloat)
            arguments.AddRange([new("cellBits", CellBits), new("hiddenScale", (int)HiddenScale)]);
        if (!constants.IsFloat && BinaryGates)
            arguments.Add(new("binaryGates", true));
        constants.Object("LstmLayer", [.. arguments, .. StepArguments(constants.Scheme)]);
        DeclareInitial(constants);
    }

    /// <summary>How the rows are stored, where not as int8.</summary>
    private protected virtual IEnumerable<Argument> RowArguments => [];

    /// <summary>What they do not say of a step.</summary>
    private protected virtual IEnumerable<Argument> StepArguments(Scheme scheme) => [];

    internal override void Prove(Scheme scheme)
    {
        ProveCommon(scheme, Inputs + Outputs);
        if (scheme == Scheme.Float32)
        {
            if (BinaryGates)
                throw Proof.Range(this, BinaryField, "none in scheme float32, where kind 'cell' has such gates");
            Proof.Finite(this, Data, Data.Length / 4);
            return;
        }

        ProveScales(scheme);
        Proof.RecurrentRows(this, Data, scheme, 0, 4 * Outputs, _ => (Inputs, Outputs));
    }

    /// <summary>The integer cell's own numbers.</summary>
    internal void ProveScales(Scheme scheme)
    {
        if (CellBits < 8)
            throw Proof.Range(this, $"cell-bits {CellBits}", "8 to 13");
        if (HiddenScale != Math.Round(HiddenScale) || HiddenScale > (scheme == Scheme.Int8 ? short.MaxValue : 16384))
            throw Proof.Range(this, $"hidden-scale {HiddenScale}", scheme == Scheme.Int8 ? "an integer up to 32767" : "an integer up to 16384");
    }
}
