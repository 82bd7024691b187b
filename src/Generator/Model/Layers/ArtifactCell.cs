using System.Globalization;
using EdgeLstm.Generator.Model.Lowering;

namespace EdgeLstm.Generator.Model.Layers;

/// <summary>A recurrent layer of any cell. Data: as the runtime's CellLayer and FloatCellLayer document them; docs/family.md has the table.</summary>
/// <param name="Header">Outputs: the units, except of a Jordan network.</param>
/// <param name="Reverse">Runs from the window's last sample to its first.</param>
/// <param name="HiddenScale">Integer schemes: activation units of an output of 1; else 0.</param>
/// <param name="Cell">The cell.</param>
/// <param name="Flags">An LSTM's variant.</param>
/// <param name="HiddenSize">Units of the cell.</param>
/// <param name="CellScale">Integer schemes, cells with a state c: its units of 1; else 0.</param>
/// <param name="Tables">Integer schemes: tables of functions among the constants.</param>
sealed record ArtifactCell(
    LayerHeader Header, bool Reverse, float HiddenScale, CellKind Cell, CellFlags Flags, int HiddenSize, float CellScale, int Tables)
    : ArtifactRecurrent(Header, Reverse, HiddenScale)
{
    public override string Kind => "cell";

    public override string Title => $"{Description} {Inputs} → {Outputs}";

    public override float CellStep => 1 / CellScale;

    /// <summary>Elements of the buffer for h, sections padded to sixteen.</summary>
    public int HiddenLength => Shape.RecurrentLength;

    /// <summary>Elements of the buffer for c; 0 for cells that keep nothing but h.</summary>
    public int CellLength(Scheme scheme) => Cell == CellKind.Lstm || (scheme != Scheme.Float32 && IsGru) ? CellShape.Padded(HiddenSize) : 0;

    /// <summary>For comments and reports.</summary>
    public string Description => Named(Cell).Title + string.Concat(Variants().Select(name => ", " + name.Replace('-', ' ')));

    /// <summary>Weights of one step.</summary>
    public long MultiplyAccumulates => Shape.First.Weights + Shape.Second.Weights + (long)Shape.Peepholes * HiddenSize;

    internal CellShape Shape => new(Cell, Flags, Inputs, HiddenSize, Outputs);

    bool IsGru => Cell is CellKind.GruResetAfter or CellKind.GruResetBefore;

    internal override string Fields =>
        $"{base.Fields} cell {Words(Cell.ToString())} variant {(Flags == 0 ? "plain" : string.Join(",", Variants()))} units {HiddenSize} cell-scale {CellScale.ToString("G9", CultureInfo.InvariantCulture)} tables {Tables}";

    public override int StateWidth(bool cell) => !cell ? Outputs : Cell == CellKind.Lstm ? HiddenSize : 0;

    public override bool KeepsOutputTwice(Scheme scheme) => scheme != Scheme.Float32 && IsGru;

    public override long DataBytes(Scheme scheme) => scheme == Scheme.Float32 ? Shape.FloatBytes : Shape.DataBytes(Tables);

    public override long InitialBytes(Scheme scheme)
    {
        int cell = CellLength(scheme) == 0 ? 0 : HiddenSize;
        return scheme switch { Scheme.Int8 => Outputs + (2L * cell), Scheme.Int8x16 => 2L * (Outputs + cell), _ => 4L * (Outputs + cell) };
    }

    public override long StateBytes(Scheme scheme) =>
        (long)HiddenLength * ArtifactMemory.ActivationBytes(scheme) + CellLength(scheme) * (scheme == Scheme.Float32 ? 4L : 2);

    /// <summary>A kind's name, and who wrote its equations down; an LSTM's variants have sources of their own.</summary>
    internal static (string Title, string Source) Named(CellKind kind) => kind switch
    {
        CellKind.Elman => ("RNN", "Elman 1990"),
        CellKind.Jordan => ("RNN, output feedback", "Jordan 1986"),
        CellKind.GruResetAfter => ("GRU, reset after the product", "Cho 2014"),
        CellKind.GruResetBefore => ("GRU", "Cho 2014"),
        _ => ("LSTM", "Gers 2000"),
    };

    internal static ArtifactLayer Read(LayerHeader header, ArtifactFields fields)
    {
        var (reverse, hiddenScale) = ReadCommon(fields);
        CellKind[] kinds = [.. EnumValues.Of<CellKind>()];
        string kind = fields.Word("cell", [.. kinds.Select(k => Words(k.ToString()))]);
        return new ArtifactCell(
            header, reverse, hiddenScale, kinds.Single(k => Words(k.ToString()) == kind), ReadFlags(fields), fields.Int("units", 1, 8192),
            fields.Number("cell-scale"), fields.Int("tables", 0, 5));
    }

    internal override IEnumerable<StatePart> States(Scheme scheme)
    {
        string hidden = Shape.Sections == 1 ? $"hidden state [{Outputs}]" : $"hidden state and gates [4 · {Outputs}]";
        string cell = Cell == CellKind.Lstm ? $"cell state [{HiddenSize}]" : $"hidden state [{HiddenSize}], whole";
        yield return new("h", ProgramBuilder.Element(scheme), HiddenLength, hidden);
        if (CellLength(scheme) is > 0 and var length)
            yield return new("c", CellElement(scheme), length, cell);
    }

    internal override void Declare(LayerConstants constants)
    {
        constants.Object(
            "CellLayer",
            new("", Cell), new("", Flags), new("inputs", Inputs), new("hiddenSize", HiddenSize), new("outputs", Outputs), new("", Data));
        DeclareInitial(constants);
    }

    internal override void Prove(Scheme scheme) => new CellProof(this, scheme).Run();

    static CellFlags ReadFlags(ArtifactFields fields)
    {
        // All 64 combinations, so that an error names what there is to choose from only where that is short.
        fields.Key("variant");
        string word = fields.Word();
        if (word == "plain")
            return CellFlags.None;
        var flags = CellFlags.None;
        foreach (string name in word.Split(','))
        {
            var flag = AllFlags.FirstOrDefault(f => Words(f.ToString()) == name);
            if (flag <= flags)
                throw fields.Error($"'{word}'", "plain, or in this order some of " + string.Join(",", AllFlags.Select(f => Words(f.ToString()))));
            flags |= flag;
        }

        return flags;
    }

    static IEnumerable<CellFlags> AllFlags => EnumValues.Of<CellFlags>().Where(f => f != 0);

    IEnumerable<string> Variants()
    {
        var flags = Flags;
        return AllFlags.Where(f => (flags & f) != 0).Select(f => Words(f.ToString()));
    }

    /// <summary>GruResetAfter: gru-reset-after.</summary>
    static string Words(string name) => string.Concat(name.Select((c, k) => char.IsUpper(c) ? (k == 0 ? "" : "-") + char.ToLowerInvariant(c) : c.ToString()));
}
