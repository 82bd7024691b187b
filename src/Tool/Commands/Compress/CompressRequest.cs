using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Passes.Compressing.Tuning;
using EdgeLstm.Quantize.Search;

namespace EdgeLstm.Tool.Commands.Compress;

/// <summary>The options of <c>edgelstm compress</c>.</summary>
/// <param name="Data">What the models are calibrated on, and chosen with.</param>
/// <param name="Test">What the chosen one is reported on; empty: the end of <paramref name="Data"/>.</param>
/// <param name="Truth">Of <paramref name="Data"/>, one row per prediction: the budget is then what the RMSE against it may grow by.</param>
/// <param name="Fastest">The fastest model inside the budget is wanted, not the smallest.</param>
/// <param name="Page">The report to write, .html.</param>
sealed record CompressRequest(
    string Model, IReadOnlyList<string> Data, IReadOnlyList<string> Test, string? Truth, Budget Budget, bool Fastest, string Output,
    string? Page)
{
    /// <summary>How a table's rows are read.</summary>
    public TableOptions Table { get; init; } = TableOptions.None;

    /// <summary>Of trials that are outside the budget, but near it; null: none is trained on.</summary>
    public FineTuning? FineTuning { get; init; }

    /// <summary>Of <see cref="Test"/>, likewise: for the report alone.</summary>
    public string? TestTruth { get; init; }

    /// <summary>What <c>--forward</c> said of the model; null where it was not given.</summary>
    public string? Forward { get; init; }
}
