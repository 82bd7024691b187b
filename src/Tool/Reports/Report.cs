namespace EdgeLstm.Tool.Reports;

/// <summary>A command's result, made once and shown as plain text, in a terminal or as JSON.</summary>
sealed record Report
{
    /// <summary>Single values, in order.</summary>
    public IReadOnlyList<Fact> Facts { get; init; } = [];

    /// <summary>Sentences without which no figure should be read, above all of them; in JSON the first notes.</summary>
    public IReadOnlyList<string> Above { get; init; } = [];

    public IReadOnlyList<ReportTable> Tables { get; init; } = [];

    /// <summary>Sentences for the user: what was ignored, what to try next.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
