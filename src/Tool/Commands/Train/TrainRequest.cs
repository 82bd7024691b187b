using EdgeLstm.Quantize.Training;
using EdgeLstm.Quantize.Training.Data;

namespace EdgeLstm.Tool.Commands.Train;

/// <summary>One run of <c>edgelstm train</c>.</summary>
/// <param name="Paths">The .csv files, or the folder of C-MAPSS.</param>
/// <param name="Subset">FD001 or FD003; null for .csv files.</param>
/// <param name="Csv">For .csv files; null for C-MAPSS.</param>
/// <param name="Window">Samples in a window.</param>
/// <param name="Loss">Null: what suits the task.</param>
sealed record TrainRequest(
    IReadOnlyList<string> Paths, string? Subset, TableSettings? Csv, int Window, double Validation, NetworkOptions Network,
    TrainingOptions Training, LossKind? Loss, string Output, bool Resume, bool Json)
{
    /// <summary>The page with curves to write, or null.</summary>
    public string? Page { get; init; }

    /// <summary>What an interrupted run can be told from another by, beside its data.</summary>
    public string Identity => $"{Subset} {Csv?.Identity} {Window} {Validation} {Network} {Training with { Threads = 0 }} {Loss}";
}
