namespace EdgeLstm.Generator.Artifact;

/// <summary>
/// An LSTM whose gates' rows are stored in fewer bits, leave out blocks of weights, or read a projection t = P·[x, h] of rank K in the place of x and h. Integer schemes only. Data:
/// <see cref="PackedRows"/>, of P where there is a rank, then of the gates; it unpacks to the data of <see cref="ArtifactLstm"/>, of P and of the gates.
/// </summary>
/// <param name="Rank">K; 0: the gates read x and h.</param>
/// <param name="Forms">Of the rows of i, f, g and o.</param>
public sealed record ArtifactCompressedLstm(LayerHeader Header, bool Reverse, float HiddenScale, int CellBits, int Rank, IReadOnlyList<RowForm> Forms)
    : ArtifactLstm(Header, Reverse, HiddenScale, CellBits)
{
    /// <summary>What the runtime's step can hold of t.</summary>
    public const int MostRank = 256;

    const string KeptField = "kept";

    public override string Kind => "compressed-lstm";

    /// <summary>Weights of a gate that are stored: those of blocks that are kept; 0: all. Not with a rank.</summary>
    public int Kept { get; init; }

    /// <summary>The data as the kernels' packing takes them.</summary>
    public byte[] Unpacked => PackedRows.UnpackLstm(Data, Inputs, Outputs, Rank, [.. Forms], Kept);

    public override long MultiplyAccumulates => Kept != 0 ? 4L * Kept : Rank == 0 ? base.MultiplyAccumulates : Rank * (Inputs + 5L * Outputs);

    /// <summary>For comments and reports: <c>rank 24, i and f five, g and o int8</c>.</summary>
    public string Description => string.Join(", ", new[] { Rank == 0 ? "" : $"rank {Rank}", Kept == 0 ? "" : $"{Kept * 100L / (Outputs * (Inputs + Outputs))} % of the weights" }.Where(text => text.Length > 0).Concat(
        Forms.Select((form, gate) => (Form: form, Gate: "ifgo"[gate])).Where(row => row.Form != RowForm.Int8).GroupBy(row => row.Form, row => row.Gate)
            .Select(group => $"{string.Join(" and ", group)} {Word(group.Key)}")));

    internal override string Fields => $"{base.Fields} rank {Rank} rows {string.Join(",", Forms.Select(Word))}{(Kept == 0 ? "" : $" {KeptField} {Kept}")}";

    public override long DataBytes(Scheme scheme) => PackedRows.LstmBytes(Inputs, Outputs, Rank, [.. Forms], Kept);

    internal static new ArtifactLayer Read(LayerHeader header, ArtifactFields fields)
    {
        var (reverse, hiddenScale) = ReadCommon(fields);
        int cellBits = fields.Int("cell-bits", 8, 13);
        bool binary = fields.Has(BinaryField);
        int rank = fields.Int("rank", 0, MostRank);
        fields.Key("rows");
        string word = fields.Word();
        string[] words = word.Split(',');
        var all = (RowForm[])Enum.GetValues(typeof(RowForm));
        if (words.Length != 4 || words.Any(w => !all.Any(form => Word(form) == w)))
            throw fields.Error($"'{word}'", "four of " + string.Join(", ", all.Select(Word)) + ", separated by commas");
        int kept = fields.Has(KeptField) ? fields.Int(1, header.Outputs * (header.Inputs + header.Outputs)) : 0;
        return new ArtifactCompressedLstm(header, reverse, hiddenScale, cellBits, rank, [.. words.Select(w => all.Single(form => Word(form) == w))]) { BinaryGates = binary, Kept = kept };
    }

    internal override void Prove(Scheme scheme)
    {
        if (scheme == Scheme.Float32)
            throw Proof.Range(this, "scheme float32", "int8 or int8x16, whose rows can be compressed");
        ProveCommon(scheme, Inputs + Outputs);
        ProveScales(scheme);
        if (Kept != 0)
            ProveMask();
        byte[] plain = Unpacked;
        if (Rank == 0)
        {
            Proof.RecurrentRows(this, plain, scheme, 0, 4 * Outputs, _ => (Inputs, Outputs));
            return;
        }

        Proof.RecurrentRows(this, plain, scheme, 0, Rank, _ => (Inputs, Outputs));
        Proof.RecurrentRows(this, plain, scheme, Rank * (9 + Inputs + Outputs), 4 * Outputs, _ => (Rank, 0));
    }

    /// <summary>The mask is in the data, and says how long they are: what the header says of it has to be so.</summary>
    void ProveMask()
    {
        if (Rank != 0)
            throw Proof.Range(this, $"{KeptField} {Kept} beside rank {Rank}", "one of the two");
        int stored = new BlockMask(Data.AsSpan(0, PackedRows.MaskBytes(Inputs, Outputs, Kept)), Inputs, Outputs).Weights(Outputs);
        if (stored != Kept)
            throw Proof.Range(this, $"{KeptField} {Kept}, and a mask that keeps {stored}", "the same number");
    }

    static string Word(RowForm form) => form.ToString().ToLowerInvariant();
}
