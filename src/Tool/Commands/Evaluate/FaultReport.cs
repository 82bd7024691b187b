using EdgeLstm.Quantize.Evaluation;
using EdgeLstm.Tool.Reports;

namespace EdgeLstm.Tool.Commands.Evaluate;

/// <summary>Two classes, or normal and not: how well the event is told, and how early.</summary>
static class FaultReport
{
    static readonly ReportColumn[] Curve = [new("threshold", "threshold"), new("precision", "precision"), new("recall", "recall"),
        new("f1", "F1"), new("alarms", "windows told")];

    /// <summary>At <paramref name="threshold"/>, with what is to be said of it.</summary>
    public static Report Make(EvaluateRequest request, EvaluationWindows data, IReadOnlyList<float> scores, double threshold, string words)
    {
        var found = DetectionScores.At(threshold, scores, data.Truth);
        var lead = LeadTimes.Of(data, scores, threshold);
        int positives = data.Truth.Count(truth => truth != 0);
        return new()
        {
            Facts =
            [
                new("model", "model", request.Model),
                new("windows", "windows", data.Count),
                new("event", "event", data.Targets.Classes.Length == 2 ? data.Targets.Classes[1]
                    : data.Targets.Target.Column is null ? ReportCell.None : "not 0"),
                new("positives", "windows of it", positives),
                new("threshold", words, threshold),
                new("accuracy", "accuracy", ReportCell.Percent(found.Accuracy)),
                new("precision", "precision", ReportCell.Percent(found.Precision)),
                new("recall", "recall", ReportCell.Percent(found.Recall)),
                new("f1", "F1", ReportCell.Number(found.F1)),
                new("averagePrecision", "average precision",
                    positives == 0 ? ReportCell.Unknown : DetectionScores.AveragePrecision(scores, data.Truth)),
                new("faults", "faults, stretches of the event in a group", lead.Faults),
                new("warned", "of them told in time", lead.Warned),
                new("leadTime", "median lead time, samples", ReportCell.Number(lead.Median)),
                new("falseAlarms", "groups with a false alarm", lead.GroupsWithFalseAlarms),
            ],
            Tables = [new("curve", "Precision and recall", Curve, [.. Thresholds(scores).Select(each => Row(each, scores, data.Truth))])],
            Notes = positives == 0 || positives == data.Count
                ? [.. data.Notes, "all windows are of one class: precision and recall say nothing here"] : data.Notes,
        };
    }

    /// <summary>At even shares of the windows, so that the curve's ends are seen whatever the scores' range.</summary>
    static IEnumerable<double> Thresholds(IReadOnlyList<float> scores)
    {
        float[] sorted = [.. scores.Order()];
        return new[] { 0.5, 0.75, 0.9, 0.95, 0.98, 0.99, 0.995 }.Select(share => (double)sorted[(int)(share * (sorted.Length - 1))])
            .Distinct();
    }

    static IReadOnlyList<ReportCell> Row(double threshold, IReadOnlyList<float> scores, IReadOnlyList<double> truth)
    {
        var found = DetectionScores.At(threshold, scores, truth);
        return [threshold, ReportCell.Percent(found.Precision), ReportCell.Percent(found.Recall), ReportCell.Number(found.F1),
            found.TruePositives + found.FalsePositives];
    }
}
