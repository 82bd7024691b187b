using System.Text;
using EdgeLstm.Quantize.Evaluation;
using EdgeLstm.Tool.Charts;
using EdgeLstm.Tool.Reports;

namespace EdgeLstm.Tool.Commands.Evaluate;

/// <summary>Two classes, or normal and not: how well the event is told, and how early.</summary>
/// <param name="Data">The windows, and which of them are of the event.</param>
/// <param name="Scores">A probability, or an anomaly's score, for each.</param>
/// <param name="Threshold">From which on the event is told.</param>
/// <param name="ThresholdWords">What is to be said of the threshold.</param>
sealed record JudgedEvent(string Name, EvaluationWindows Data, IReadOnlyList<float> Scores, double Threshold, string ThresholdWords)
    : JudgedTarget(Name)
{
    /// <summary>Points of the curves that are drawn.</summary>
    const int CurvePoints = 120;

    static readonly ReportColumn[] Curve = [new("threshold", "threshold"), new("precision", "precision"), new("recall", "recall"),
        new("f1", "F1"), new("alarms", "windows told")];

    static readonly ReportColumn[] Machines = [new("group", "machine"), new("windows", "windows"), new("faults", "faults"),
        new("warned", "told in time"), new("leadTime", "median lead time, samples"), new("falseAlarms", "false alarms, windows")];

    LeadTimes Lead => field ??= LeadTimes.Of(Data, Scores, Threshold);

    string Event => Data.Targets.Classes.Length == 2 ? Data.Targets.Classes[1] : "not 0";

    string Other => Data.Targets.Classes.Length == 2 ? Data.Targets.Classes[0] : "0";

    public override Report Report(EvaluateRequest request, bool detailed)
    {
        var found = DetectionScores.At(Threshold, Scores, Data.Truth);
        int positives = Data.Truth.Count(truth => truth != 0);
        return new()
        {
            Facts =
            [
                new("model", "model", request.Model),
                new("windows", "windows", Data.Count),
                new("event", "event", Data.Targets.Classes.Length == 2 || Data.Targets.Target.Column is not null ? Event : ReportCell.None),
                new("positives", "windows of it", positives),
                new("threshold", ThresholdWords, Threshold),
                new("accuracy", "accuracy", ReportCell.Percent(found.Accuracy)),
                new("precision", "precision", ReportCell.Percent(found.Precision)),
                new("recall", "recall", ReportCell.Percent(found.Recall)),
                new("f1", "F1", ReportCell.Number(found.F1)),
                new("averagePrecision", "average precision",
                    positives == 0 ? ReportCell.Unknown : DetectionScores.AveragePrecision(Scores, Data.Truth)),
                new("faults", "faults, stretches of the event in a group", Lead.Faults),
                new("warned", "of them told in time", Lead.Warned),
                new("leadTime", "median lead time, samples", ReportCell.Number(Lead.Median)),
                new("falseAlarms", "groups with a false alarm", Lead.GroupsWithFalseAlarms),
            ],
            Tables =
            [
                Confusion.Table([Other, Event], [[found.TrueNegatives, found.FalsePositives], [found.FalseNegatives, found.TruePositives]]),
                new("curve", "Precision and recall", Curve, [.. Thresholds().Select(Row)]),
                .. detailed ? [Leads()] : Array.Empty<ReportTable>(),
            ],
            Notes = positives == 0 || positives == Data.Count
                ? [.. Data.Notes, "all windows are of one class: precision and recall say nothing here"] : Data.Notes,
        };
    }

    public override void Draw(StringBuilder page)
    {
        var curve = DetectionScores.Curve(Scores, Data.Truth, CurvePoints);
        var now = DetectionScores.At(Threshold, Scores, Data.Truth);
        var share = new Axis(0, 1, false);
        HtmlPage.OpenRow(page, HtmlPage.Key("bar", "precision") + HtmlPage.Key("other", "recall") + HtmlPage.Key("soft", "F1"));
        HtmlPage.Figure(page, "Precision (up) over recall; the ring is the threshold in use", new Plot(share, share)
            .Line("trace", curve.Select(at => (at.Scores.Recall ?? double.NaN, at.Scores.Precision ?? double.NaN)))
            .Ring(now.Recall ?? 0, now.Precision ?? 1).Draw());
        var thresholds = Axis.Linear([.. curve.Select(at => at.Threshold), Threshold], fromZero: true);
        HtmlPage.Figure(page, "Precision, recall and F1 over the threshold", new Plot(thresholds, share)
            .Upright("limit", Threshold)
            .Line("trace", Over(scores => scores.Precision)).Line("second", Over(scores => scores.Recall))
            .Line("third", Over(scores => scores.F1)).Draw());
        HtmlPage.CloseRow(page);
        MachineCharts.Draw(page, Data, Scores, Threshold, Lead);

        IEnumerable<(double, double)> Over(Func<DetectionScores, double?> value) =>
            curve.Select(at => (at.Threshold, value(at.Scores) ?? double.NaN));
    }

    /// <summary>The machines that went worst first.</summary>
    ReportTable Leads() => new("machines", "Machine by machine, the worst first", Machines, [.. Lead.WorstFirst
        .Select(group => (IReadOnlyList<ReportCell>)[MachineCharts.NameOf(Data, group.Series), group.Windows, group.Faults,
            group.Leads.Count, ReportCell.Number(group.Median), group.FalseAlarms])]);

    /// <summary>At even shares of the windows, so that the curve's ends are seen whatever the scores' range.</summary>
    IEnumerable<double> Thresholds()
    {
        float[] sorted = [.. Scores.Order()];
        return new[] { 0.5, 0.75, 0.9, 0.95, 0.98, 0.99, 0.995 }.Select(share => (double)sorted[(int)(share * (sorted.Length - 1))])
            .Distinct();
    }

    IReadOnlyList<ReportCell> Row(double threshold)
    {
        var found = DetectionScores.At(threshold, Scores, Data.Truth);
        return [threshold, ReportCell.Percent(found.Precision), ReportCell.Percent(found.Recall), ReportCell.Number(found.F1),
            found.TruePositives + found.FalsePositives];
    }
}
