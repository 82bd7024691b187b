using System.Globalization;

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
public sealed record ArtifactCell(
    LayerHeader Header, bool Reverse, float HiddenScale, ArtifactCellKind Cell, ArtifactCellFlags Flags, int HiddenSize, float CellScale, int Tables)
    : ArtifactRecurrent(Header, Reverse, HiddenScale)
{
    internal const int FunctionBytes = 16, ScaleBytes = 32, TableBytes = 1028;

    public override string Kind => "cell";

    public override float CellStep => 1 / CellScale;

    /// <summary>Elements of the buffer for h, sections padded to sixteen.</summary>
    public int HiddenLength => Plan.Sections * Padded(Outputs);

    /// <summary>Elements of the buffer for c; 0 for cells that keep nothing but h.</summary>
    public int CellLength(Scheme scheme) => Cell == ArtifactCellKind.Lstm || (scheme != Scheme.Float32 && IsGru) ? Padded(HiddenSize) : 0;

    /// <summary>For comments and reports.</summary>
    public string Description => (Cell switch
    {
        ArtifactCellKind.Elman => "RNN",
        ArtifactCellKind.Jordan => "RNN, output feedback",
        ArtifactCellKind.GruResetAfter => "GRU, reset after the product",
        ArtifactCellKind.GruResetBefore => "GRU",
        _ => "LSTM",
    }) + string.Concat(Variants().Select(name => ", " + name.Replace('-', ' ')));

    /// <summary>Weights of one step.</summary>
    public long MultiplyAccumulates => Plan.First.Weights + Plan.Second.Weights + (long)Plan.Peepholes * HiddenSize;

    internal CellPlan Plan => new(Cell, Flags, Inputs, HiddenSize, Outputs);

    bool IsGru => Cell is ArtifactCellKind.GruResetAfter or ArtifactCellKind.GruResetBefore;

    internal override string Fields =>
        $"{base.Fields} cell {Words(Cell.ToString())} variant {(Flags == 0 ? "plain" : string.Join(",", Variants()))} units {HiddenSize} cell-scale {CellScale.ToString("G9", CultureInfo.InvariantCulture)} tables {Tables}";

    public override int StateWidth(bool cell) => !cell ? Outputs : Cell == ArtifactCellKind.Lstm ? HiddenSize : 0;

    public override bool KeepsOutputTwice(Scheme scheme) => scheme != Scheme.Float32 && IsGru;

    public override long DataBytes(Scheme scheme)
    {
        var plan = Plan;
        return scheme == Scheme.Float32
            ? 4 * (4 * plan.Functions + plan.First.Floats + plan.Second.Floats + (long)plan.Peepholes * HiddenSize)
            : FunctionBytes * plan.Functions + ScaleBytes + (long)TableBytes * Tables + plan.First.Bytes + plan.Second.Bytes + 2L * plan.Peepholes * HiddenSize;
    }

    public override long InitialBytes(Scheme scheme)
    {
        int cell = CellLength(scheme) == 0 ? 0 : HiddenSize;
        return scheme switch { Scheme.Int8 => Outputs + (2L * cell), Scheme.Int8x16 => 2L * (Outputs + cell), _ => 4L * (Outputs + cell) };
    }

    public override long StateBytes(Scheme scheme) =>
        (long)HiddenLength * ArtifactMemory.ActivationBytes(scheme) + CellLength(scheme) * (scheme == Scheme.Float32 ? 4L : 2);

    internal static ArtifactLayer Read(LayerHeader header, ArtifactFields fields)
    {
        var (reverse, hiddenScale) = ReadCommon(fields);
        var kinds = (ArtifactCellKind[])Enum.GetValues(typeof(ArtifactCellKind));
        string kind = fields.Word("cell", [.. kinds.Select(k => Words(k.ToString()))]);
        return new ArtifactCell(
            header, reverse, hiddenScale, kinds.Single(k => Words(k.ToString()) == kind), ReadFlags(fields), fields.Int("units", 1, 8192),
            fields.Number("cell-scale"), fields.Int("tables", 0, 5));
    }

    internal override void Prove(Scheme scheme) => new CellProof(this, scheme).Run();

    static ArtifactCellFlags ReadFlags(ArtifactFields fields)
    {
        // All 64 combinations, so that an error names what there is to choose from only where that is short.
        fields.Key("variant");
        string word = fields.Word();
        if (word == "plain")
            return ArtifactCellFlags.None;
        var flags = ArtifactCellFlags.None;
        foreach (string name in word.Split(','))
        {
            var flag = AllFlags.FirstOrDefault(f => Words(f.ToString()) == name);
            if (flag <= flags)
                throw fields.Error($"'{word}'", "plain, or in this order some of " + string.Join(",", AllFlags.Select(f => Words(f.ToString()))));
            flags |= flag;
        }

        return flags;
    }

    static IEnumerable<ArtifactCellFlags> AllFlags => ((ArtifactCellFlags[])Enum.GetValues(typeof(ArtifactCellFlags))).Where(f => f != 0);

    IEnumerable<string> Variants()
    {
        var flags = Flags;
        return AllFlags.Where(f => (flags & f) != 0).Select(f => Words(f.ToString()));
    }

    /// <summary>GruResetAfter: gru-reset-after.</summary>
    static string Words(string name) => string.Concat(name.Select((c, k) => char.IsUpper(c) ? (k == 0 ? "" : "-") + char.ToLowerInvariant(c) : c.ToString()));

    static int Padded(int count) => (count + 15) / 16 * 16;
}
