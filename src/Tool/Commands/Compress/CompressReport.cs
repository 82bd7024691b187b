using EdgeLstm.Quantize.Passes;
using EdgeLstm.Quantize.Search;
using EdgeLstm.Tool.Reports;

namespace EdgeLstm.Tool.Commands.Compress;

/// <summary>What <c>compress</c> says: the chosen model on the test data, and what else there was.</summary>
static class CompressReport
{
    /// <summary>Trials beyond so many times the budget are for the page only.</summary>
    const double FarOutside = 4;

    /// <summary>What RMSE to float is in the last columns, growth where the truth decides.</summary>
    static ReportColumn[] Columns(bool hasTruth) =>
    [
        new("scheme", "scheme"), new("gates", "i, f"), new("candidate", "g, o"), new("rank", "rank"), new("sparsity", "left out"),
        new("fineTuned", "fine-tuned"), new("bytes", "bytes"), new("share", "of float"),
        new("macsPerStep", "MACs/step"), new("nsPerStep", "ns/step"), new("rmse", "RMSE to float"),
        .. hasTruth ? (ReportColumn[])[new("growth", "RMSE to truth, +")] : [], new("ofLimit", "of limit"), new("chosen", "chosen"),
    ];

    static readonly ReportColumn[] OutputColumns =
        [new("output", "output"), new("unit", "unit"), new("rmse", "RMSE to float"), new("floatTruthRmse", "float to truth"),
            new("truthRmse", "this to truth"), new("limit", "budget"), new("ofBudget", "used")];

    /// <summary>What a budget says, in words.</summary>
    public static string Meaning(Compressed made) => made.Limits.HasTruth
        ? "what the RMSE against --truth may grow by"
        : "what the RMSE against the float model may be; against any truth, on the same samples, it grows by no more than that";

    public static Report Make(Compressed made, List<string> notes)
    {
        var (request, model, network) = (made.Request, made.Model, made.Network);
        if (made.IsKept == false)
            notes.Add($"{Outside(made)}: it was chosen without them; try a smaller --budget, or more --data");
        if (made.Errors.Saturated > 0)
            notes.Add($"{ReportCell.Percent((double)made.Errors.Saturated / Math.Max(1, made.Errors.Steps * network.Inputs.Count)).Text} of the test data's values lie beyond what was calibrated on, and saturate");
        notes.Add($"made again by: {made.Command}");
        if (request.Page is not null)
            notes.Add($"{request.Page} shows the trade-off, the errors and the weights");
        notes.Add($"next: 'edgelstm bench {Shell.Word(request.Output)}' times it on this machine");
        notes.Add(NextStep.NewApp(request.Output));
        notes.Add($"then: {new MadeFor(model).Call}");
        long macs = ArtifactWork.MultiplyAccumulates(made.Model),
            before = network.Layers.Sum(layer => layer.MultiplyAccumulates);
        return new()
        {
            Facts =
            [
                new("artifact", "artifact", request.Output),
                new("chosen", "chosen", $"{made.Chosen}: the {(request.Fastest ? "fastest" : "smallest")} of {made.Trials.Count(trial => trial.IsInside)} inside the budget, {made.Trials.Count} tried"),
                new("weightBytes", "constants", new ReportCell((long)model.WeightBytes, FormattableString.Invariant($"{model.WeightBytes:N0} bytes, {ReportCell.Percent(made.ShareOfFloat).Text} of {network.SourceWeightBytes:N0} in float32"))),
                new("macsPerStep", "MACs per step", new ReportCell(macs, FormattableString.Invariant($"{macs:N0} of {before:N0}"))),
                .. made.Chosen.Nanoseconds is { } ns ? (Fact[])[
                    new("nsPerStep", "step",
                        new ReportCell(ns, FormattableString.Invariant($"{ns:N0} ns on this machine{AsDefault(made)}")))] : [],
                new("budget", "budget", new ReportCell(request.Budget.ToString(), $"{request.Budget}: {Meaning(made)}")),
                new("isInside", "inside, on the test data",
                    made.IsKept is { } kept ? kept : new ReportCell(null, "not known without --test-truth")),
            ],
            Tables =
            [
                new("outputs", "The chosen model on the test data", OutputColumns,
                    [.. network.Outputs.Select((output, k) => (IReadOnlyList<ReportCell>)
                    [output.Name, output.Unit, made.Rmse[k], made.Data.Test.FloatRmse is { } rmse ? rmse[k] : ReportCell.None,
                        made.TruthRmse is { } truth ? truth[k] : ReportCell.None,
                        made.Allowed is { } allowed ? allowed[k] : ReportCell.None, made.OfBudget is { } used ? ReportCell.Percent(used[k])
                            : ReportCell.None])]),
                new("front", $"Trade-off: nothing tried is better in bytes, work and error than one of these; on --data, of the held-out end and the rest the worse{(made.Limits.HasTruth ? ", with the standard error in what is used of the limit" : "")}", Columns(made.Limits.HasTruth),
                    [.. made.Shown.Where(trial => trial.OfLimit <= FarOutside || ReferenceEquals(trial, made.Chosen) || trial.IsDefault)
                        .Select(trial => Row(made, trial))]),
            ],
            Notes = notes,
        };
    }

    /// <summary>What a step of the model takes that nobody compressed, where it was timed.</summary>
    public static string AsDefault(Compressed made) => made.Chosen.IsDefault || made.Default?.Nanoseconds is not { } ns ? ""
        : FormattableString.Invariant($"; {ns:N0} ns as 'quantize' makes it without an option");

    /// <summary>What a budget that is not kept on the test data was, and by how many rows that is known.</summary>
    static string Outside(Compressed made)
    {
        double[] used = made.OfBudget!;
        int worst = Array.IndexOf(used, used.Max());
        var output = made.Network.Outputs[worst];
        string unit = output.Unit.Length > 0 ? $" {output.Unit}" : "",
            times = FormattableString.Invariant($"{used[worst]:g3} times the budget");
        if (!made.Limits.HasTruth)
            return FormattableString.Invariant(
                $"on the test data the chosen model's {output.Name} is {made.Rmse[worst]:g3}{unit} from the float model, {times}");
        var (growth, error) = made.Data.Test.Growth(made.Outputs)[worst];
        return FormattableString.Invariant($"on the test data the chosen model's RMSE of {output.Name} against the truth grows by {growth:g3} ± {error:g2}{unit}, {times}");
    }

    static IReadOnlyList<ReportCell> Row(Compressed made, Trial trial) =>
    [
        TrialText.Scheme(trial), TrialText.Gates(trial), TrialText.Candidate(trial), TrialText.Rank(trial), TrialText.Sparsity(trial),
        new ReportCell(trial.FineTuning is not null, trial.FineTuning is null ? "" : "yes"), trial.Bytes,
        ReportCell.Percent(made.Share(trial.Bytes)), trial.MultiplyAccumulates,
        trial.Nanoseconds is { } ns ? new ReportCell(ns, FormattableString.Invariant($"{ns:N0}")) : ReportCell.None, trial.Error,
        .. trial.Standing.Growth is { } growth ? (ReportCell[])[growth] : [], ReportCell.Percent(trial.OfLimit),
        new ReportCell(ReferenceEquals(trial, made.Chosen), ReferenceEquals(trial, made.Chosen) ? "<--" : trial.IsDefault ? "default" : ""),
    ];
}
