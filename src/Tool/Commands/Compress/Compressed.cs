using EdgeLstm.Generator.Model;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Passes;
using EdgeLstm.Quantize.Search;
using EdgeLstm.Tool.Reports;

namespace EdgeLstm.Tool.Commands.Compress;

/// <summary>What <c>compress</c> found, for its report and its page.</summary>
/// <param name="Chosen">One of <paramref name="Trials"/>.</param>
/// <param name="Model">The chosen one, calibrated on all of the data: what is written.</param>
/// <param name="Outputs">Of the model on the test data, in its own units.</param>
/// <param name="Errors">Of that, layer by layer, on the test data.</param>
sealed record Compressed(
    CompressRequest Request, Network Network, SearchData Data, BudgetLimits Limits, IReadOnlyList<Trial> Trials, Trial Chosen,
    ModelArtifact Model, float[] Outputs, QuantizationErrors Errors)
{
    /// <summary>The command that makes the chosen model again.</summary>
    public string Command => $"edgelstm quantize {Shell.Quote(Request.Model)} -o {Shell.Quote(Request.Output)} --calibrate {string.Join(' ', Request.Data.Select(Shell.Quote))}{Request.Table.Text(Shell.Quote)}{Forward} {TrialText.Options(Chosen)}";

    string Forward => Request.Forward is { } forward ? $" --forward {Shell.Quote(forward)}" : "";

    public double ShareOfFloat => Share(Model.WeightBytes);

    /// <summary>Those that no other one beats in all of bytes, work and error.</summary>
    public IReadOnlyList<Trial> Front => [.. Pareto.Front(Trials)];

    /// <summary>Those, and the default beside them.</summary>
    public IReadOnlyList<Trial> Shown => [.. Front.Union(Trials.Where(trial => trial.IsDefault)).OrderBy(trial => trial.Bytes)];

    /// <summary>What <c>quantize</c> makes without an option.</summary>
    public Trial? Default => Trials.FirstOrDefault(trial => trial.IsDefault);

    /// <summary>Per output, against the float model on the test data.</summary>
    public double[] Rmse => Data.Test.Rmse(Data.Test.Float, Outputs);

    /// <summary>Per output, against the truth, where it is known.</summary>
    public double[]? TruthRmse => Data.Test.Truth is { } truth ? Data.Test.Rmse(truth, Outputs) : null;

    /// <summary>
    /// Per output, what the budget allows on the test data; null where it is a growth against a truth, and theirs is not known.
    /// </summary>
    public double[]? Allowed => Limits.Report(Data.Test);

    /// <summary>Per output, what of its budget is used on the test data.</summary>
    public double[]? OfBudget => Limits.Used(Data.Test, Outputs);

    /// <summary>Whether the budget is kept on the test data; null: not known.</summary>
    public bool? IsKept => Limits.IsKept(Data.Test, Outputs);

    public double Share(long bytes) => (double)bytes / Math.Max(1, Network.SourceWeightBytes);
}
