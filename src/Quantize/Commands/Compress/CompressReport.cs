namespace EdgeLstm.Quantize.Commands;

/// <summary>What <c>compress</c> says: the chosen model on the test data, and what else there was.</summary>
static class CompressReport
{
    /// <summary>Trials beyond so many times the budget are for the page only.</summary>
    const double FarOutside = 4;

    static readonly ReportColumn[] Columns =
    [
        new("scheme", "scheme"), new("gates", "i, f"), new("candidate", "g, o"), new("rank", "rank"), new("sparsity", "left out"), new("fineTuned", "fine-tuned"), new("bytes", "bytes"), new("share", "of float"),
        new("macsPerStep", "MACs/step"), new("nsPerStep", "ns/step"), new("rmse", "RMSE"), new("ofLimit", "of limit"), new("chosen", "chosen"),
    ];

    static readonly ReportColumn[] OutputColumns =
        [new("output", "output"), new("unit", "unit"), new("rmse", "RMSE to float"), new("floatTruthRmse", "float to truth"), new("truthRmse", "this to truth"), new("limit", "budget"), new("ofBudget", "used")];

    public static Report Make(Compressed made, List<string> notes)
    {
        var (request, model, network) = (made.Request, made.Model, made.Network);
        double used = made.OfBudget.Max();
        if (!(used <= 1))
            notes.Add(FormattableString.Invariant($"on the test data the chosen model takes {used:g3} times the budget: it was chosen without them; try a smaller --budget, or more --data"));
        if (made.Errors.Saturated > 0)
            notes.Add($"{Cell.Percent((double)made.Errors.Saturated / Math.Max(1, made.Errors.Steps * network.Inputs.Count)).Text} of the test data's values lie beyond what was calibrated on, and saturate");
        notes.Add($"made again by: {made.Command}");
        if (request.Page is not null)
            notes.Add($"{request.Page} shows the trade-off, the errors and the weights");
        notes.Add($"next: <EdgeLstmModel Include=\"{Path.GetFileName(request.Output)}\" /> in the project file, or 'edgelstm bench {request.Output}'");
        long macs = made.Model.Layers.Sum(ArtifactReport.MultiplyAccumulates), before = network.Layers.Sum(layer => layer.MultiplyAccumulates);
        return new()
        {
            Facts =
            [
                new("artifact", "artifact", request.Output),
                new("chosen", "chosen", $"{made.Chosen}: the {(request.Fastest ? "fastest" : "smallest")} of {made.Trials.Count(trial => trial.IsInside)} inside the budget, {made.Trials.Count} tried"),
                new("weightBytes", "constants", new Cell((long)model.WeightBytes, FormattableString.Invariant($"{model.WeightBytes:N0} bytes, {Cell.Percent(made.ShareOfFloat).Text} of {network.SourceWeightBytes:N0} in float32"))),
                new("macsPerStep", "MACs per step", new Cell(macs, FormattableString.Invariant($"{macs:N0} of {before:N0}"))),
                .. made.Chosen.Nanoseconds is { } ns ? (Fact[])[new("nsPerStep", "step", new Cell(ns, FormattableString.Invariant($"{ns:N0} ns on this machine")))] : [],
                new("budget", "budget", request.Budget.ToString()),
                new("isInside", "inside, on the test data", used <= 1),
            ],
            Tables =
            [
                new("outputs", "The chosen model on the test data", OutputColumns, [.. network.Outputs.Select((output, k) => (IReadOnlyList<Cell>)
                    [output.Name, output.Unit, made.Rmse[k], made.Limits.FloatRmse is { } rmse ? rmse[k] : Cell.None, made.TruthRmse is { } truth ? truth[k] : Cell.None, made.Limits.Report[k], Cell.Percent(made.OfBudget[k])])]),
                new("front", "Trade-off: nothing tried is better in bytes, work and error than one of these; RMSE to float on --data, of the held-out end and the rest the larger", Columns,
                    [.. made.Front.Where(trial => trial.OfLimit <= FarOutside || ReferenceEquals(trial, made.Chosen)).Select(trial => Row(made, trial))]),
            ],
            Notes = notes,
        };
    }

    static IReadOnlyList<Cell> Row(Compressed made, Trial trial) =>
    [
        trial.SchemeText, trial.GatesText, trial.CandidateText, trial.RankText, trial.SparsityText, new Cell(trial.FineTuning is not null, trial.FineTuning is null ? "" : "yes"), trial.Bytes, Cell.Percent(made.Share(trial.Bytes)), trial.MultiplyAccumulates,
        trial.Nanoseconds is { } ns ? new Cell(ns, FormattableString.Invariant($"{ns:N0}")) : Cell.None, trial.Error, Cell.Percent(trial.OfLimit),
        new Cell(ReferenceEquals(trial, made.Chosen), ReferenceEquals(trial, made.Chosen) ? "<--" : ""),
    ];
}
