using EdgeLstm.Generator.Model.Lowering;

namespace EdgeLstm.Generator.Model.Layers;

/// <summary>
/// An LSTM whose gates' rows are stored in fewer bits, do not read all of [x, h], or read a projection t = P·[x, h] of rank K in the place of x and h. Integer schemes only. Data:
/// <see cref="PackedRows"/>, of P where there is a rank, then of the gates; it unpacks to the data of <see cref="ArtifactLstm"/>, of P and of the gates.
/// </summary>
/// <param name="Rank">K; 0: the gates read x and h.</param>
/// <param name="Forms">Of the rows of i, f, g and o.</param>
sealed record ArtifactCompressedLstm(LayerHeader Header, bool Reverse, float HiddenScale, int CellBits, int Rank, IReadOnlyList<RowForm> Forms)
    : ArtifactLstm(Header, Reverse, HiddenScale, CellBits)
{
    /// <summary>What the runtime's step can hold of t.</summary>
    public const int MaxRank = 256;

    const string ColumnsField = "columns";

    public override string Kind => "compressed-lstm";

    public override string Title => $"{base.Title}, {Description}";

    /// <summary>How many columns of [x, h] the gates read, those of the <see cref="ColumnMask"/> that begins the data; 0: all. Not with a rank.</summary>
    public int Columns { get; init; }

    /// <summary>The data as <see cref="ArtifactLstm"/> has them: a weight of a column that is not read is 0.</summary>
    public byte[] Unpacked
    {
        get
        {
            byte[] few = PackedRows.UnpackLstm(Data, Inputs, Outputs, Rank, [.. Forms], Columns);
            if (Columns == 0)
                return few;
            int rows = 4 * Outputs, next = 9 * rows;
            var all = new byte[rows * (9 + Inputs + Outputs)];
            few.AsSpan(0, next).CopyTo(all);
            for (int k = 0, at = next; k < rows * Inputs; k++, at++)
                all[at] = ColumnMask.Keeps(Data, k % Inputs) ? few[next++] : (byte)0;
            for (int k = 0, at = 9 * rows + rows * Inputs; k < rows * Outputs; k++, at++)
                all[at] = ColumnMask.Keeps(Data, Inputs + k % Outputs) ? few[next++] : (byte)0;
            return all;
        }
    }

    public override long MultiplyAccumulates => Columns != 0 ? 4L * Outputs * Columns : Rank == 0 ? base.MultiplyAccumulates : Rank * (Inputs + 5L * Outputs);

    /// <summary>For comments and reports: <c>rank 24, i and f five, g and o int8</c>.</summary>
    public string Description => string.Join(", ", new[] { Rank == 0 ? "" : $"rank {Rank}", Columns == 0 ? "" : $"{Columns} of {Inputs + Outputs} columns" }.Where(text => text.Length > 0).Concat(
        Forms.Select((form, gate) => (Form: form, Gate: "ifgo"[gate])).Where(row => row.Form != RowForm.Int8).GroupBy(row => row.Form, row => row.Gate)
            .Select(group => $"{string.Join(" and ", group)} {Word(group.Key)}")));

    internal override string Fields => $"{base.Fields} rank {Rank} rows {string.Join(",", Forms.Select(Word))}{(Columns == 0 ? "" : $" {ColumnsField} {Columns}")}";

    public override long DataBytes(Scheme scheme) => PackedRows.LstmBytes(Inputs, Outputs, Rank, [.. Forms], Columns);

    internal static new ArtifactLayer Read(LayerHeader header, ArtifactFields fields)
    {
        var (reverse, hiddenScale) = ReadCommon(fields);
        int cellBits = fields.Int("cell-bits", 8, 13);
        bool binary = fields.Has(BinaryField);
        int rank = fields.Int("rank", 0, MaxRank);
        fields.Key("rows");
        string word = fields.Word();
        string[] words = word.Split(',');
        RowForm[] all = [.. EnumValues.Of<RowForm>()];
        if (words.Length != 4 || words.Any(w => !all.Any(form => Word(form) == w)))
            throw fields.Error($"'{word}'", "four of " + string.Join(", ", all.Select(Word)) + ", separated by commas");
        int columns = fields.Has(ColumnsField) ? fields.Int(1, header.Inputs + header.Outputs) : 0;
        return new ArtifactCompressedLstm(header, reverse, hiddenScale, cellBits, rank, [.. words.Select(w => all.Single(form => Word(form) == w))]) { BinaryGates = binary, Columns = columns };
    }

    private protected override IEnumerable<Argument> RowArguments => [new("rank", Rank), new("", Forms)];

    private protected override IEnumerable<Argument> StepArguments(Scheme scheme)
    {
        if (Columns > 0)
            yield return new("columns", Columns);
        if (scheme == Scheme.Int8)
            yield return new("int8Activations", true); // whose levels may be added in int16
    }

    internal override void Prove(Scheme scheme)
    {
        if (scheme == Scheme.Float32)
            throw Proof.Range(this, "scheme float32", "int8 or int8x16, whose rows can be compressed");
        ProveCommon(scheme, Inputs + Outputs);
        ProveScales(scheme);
        if (Columns != 0)
            ProveMask();
        byte[] plain = PackedRows.UnpackLstm(Data, Inputs, Outputs, Rank, [.. Forms], Columns);
        if (Rank == 0)
        {
            var read = Columns == 0 ? (Inputs, Outputs) : (ColumnMask.Count(Data, 0, Inputs), ColumnMask.Count(Data, Inputs, Outputs));
            Proof.RecurrentRows(this, plain, scheme, 0, 4 * Outputs, _ => read);
            return;
        }

        Proof.RecurrentRows(this, plain, scheme, 0, Rank, _ => (Inputs, Outputs));
        Proof.RecurrentRows(this, plain, scheme, Rank * (9 + Inputs + Outputs), 4 * Outputs, _ => (Rank, 0));
    }

    /// <summary>The mask is in the data, and the header says how many columns it has, which is how long the data are.</summary>
    void ProveMask()
    {
        if (Rank != 0)
            throw Proof.Range(this, $"{ColumnsField} {Columns} beside rank {Rank}", "one of the two");
        int kept = ColumnMask.Count(Data, 0, 8 * ColumnMask.Bytes(Inputs, Outputs)); // with the last byte's bits that stand for nothing
        if (kept != Columns)
            throw Proof.Range(this, $"{ColumnsField} {Columns}, and a mask of {kept}", "the same number");
    }

    static string Word(RowForm form) => form.ToString().ToLowerInvariant();
}
