using EdgeLstm.Generator.Artifact;

namespace EdgeLstm.Quantize.Passes;

/// <summary>How a network's LSTM layers are compressed beyond int8 weights.</summary>
/// <param name="Gates">Rows of the input and the forget gate.</param>
/// <param name="Candidate">Rows of the candidate and the output gate.</param>
/// <param name="Rank">Of all four gates' rows together; 0: as trained; <see cref="AutoRank"/>: the least that loses little.</param>
public sealed record Compression(CompressedForm Gates, CompressedForm Candidate, int Rank = 0)
{
    public const int AutoRank = -1;

    public static readonly Compression None = new(CompressedForm.Int8, CompressedForm.Int8);

    /// <summary>Of the rows of i, f, g and o.</summary>
    public IReadOnlyList<CompressedForm> Forms => [Gates, Gates, Candidate, Candidate];

    /// <summary>Whether one step of all inputs is needed: weights that are multiples of a number must still be ones, scaled by it.</summary>
    public bool OneInputStep => Forms.Any(form => form.Round is not null);

    /// <summary>For reports: <c>gates five, rank 24</c>.</summary>
    public override string ToString() => this == None ? "none" : string.Join(", ", new[]
    {
        Rank switch { 0 => "", AutoRank => "rank auto", _ => $"rank {Rank}" }, Text("gates", Gates), Text("candidate and output", Candidate),
    }.Where(text => text.Length > 0));

    static string Text(string rows, CompressedForm form) =>
        form.Form == RowForm.Int8 ? "" : FormattableString.Invariant($"{rows} {form.Form.ToString().ToLowerInvariant()}{(form.Round is { } r ? $" at {r:g3}" : "")}");
}
