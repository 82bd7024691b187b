namespace EdgeLstm.Quantize.Passes.Compressing;

/// <summary>How one LSTM layer is compressed beyond int8 weights.</summary>
/// <param name="Rank">Of all four gates' rows together; 0: as trained; <see cref="AutoRank"/>: the least that loses little.</param>
/// <param name="Sparsity">Share of the columns of [x, h] that are left out; 0: none; <see cref="AutoSparsity"/>: as many as lose
/// little.</param>
sealed record LayerCompression(CompressedForm I, CompressedForm F, CompressedForm G, CompressedForm O, int Rank = 0, double Sparsity = 0)
{
    public const int AutoRank = -1;

    public const double AutoSparsity = -1;

    public static readonly LayerCompression None = new(CompressedForm.Int8, CompressedForm.Int8, CompressedForm.Int8, CompressedForm.Int8);

    /// <summary>Of the rows of i, f, g and o.</summary>
    public IReadOnlyList<CompressedForm> Forms => [I, F, G, O];

    /// <summary>The same with another form for the rows of one of i, f, g and o.</summary>
    public LayerCompression With(int gate, CompressedForm form) => gate switch
    {
        0 => this with { I = form },
        1 => this with { F = form },
        2 => this with { G = form },
        _ => this with { O = form },
    };

    /// <summary>For reports: <c>gates five, rank 24</c>.</summary>
    public override string ToString() => this == None ? "none" : string.Join(", ", new[]
    {
        Rank switch { 0 => "", AutoRank => "rank auto", _ => $"rank {Rank}" },
        Sparsity switch { 0 => "", AutoSparsity => "columns left out",
            _ => FormattableString.Invariant($"{Sparsity * 100:0.#} % of the columns left out") },
        I == F ? Text("gates", I) : Text("input gate", I), I == F ? "" : Text("forget gate", F),
        G == O ? Text("candidate and output", G) : Text("candidate", G), G == O ? "" : Text("output gate", O),
    }.Where(text => text.Length > 0));

    static string Text(string rows, CompressedForm form) =>
        form.Form == RowForm.Int8 ? "" : FormattableString.Invariant(
            $"{rows} {form.Form.ToString().ToLowerInvariant()}{(form.Round is { } r ? $" at {r:g3}" : "")}");
}
