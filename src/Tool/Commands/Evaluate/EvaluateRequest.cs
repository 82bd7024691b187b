using EdgeLstm.Quantize.Training.Data;

namespace EdgeLstm.Tool.Commands.Evaluate;

/// <summary>One run of <c>edgelstm evaluate</c>: <paramref name="Subset"/> for C-MAPSS, else <paramref name="Csv"/>.</summary>
/// <param name="Threshold">
/// The probability, or for anomalies the score, from which a fault is told; null: 0.5, or for anomalies the one that normal data gave.
/// </param>
sealed record EvaluateRequest(string Model, IReadOnlyList<string> Paths, string? Subset, TableSettings? Csv, int? Window, double? Threshold)
{
    /// <summary>
    /// For anomalies: tables of normal operation that say how large the model's errors are on it; empty: the model says so, or a part of
    /// the data.
    /// </summary>
    public IReadOnlyList<string> Normal { get; init; } = [];

    /// <summary>Where to write a page to look at; null for none.</summary>
    public string? Page { get; init; }

    /// <summary>Whether the result is printed in full, machine by machine.</summary>
    public bool Json { get; init; }
}
