using EdgeLstm.Quantize.Evaluation;
using EdgeLstm.Tool.Reports;

namespace EdgeLstm.Tool.Commands.Evaluate;

/// <summary>More than two classes: accuracy, and each class against the others.</summary>
static class ClassReport
{
    static readonly ReportColumn[] Columns = [new("class", "class"), new("windows", "windows"), new("precision", "precision"),
        new("recall", "recall"), new("f1", "F1")];

    public static Report Make(EvaluateRequest request, EvaluationWindows data, float[] probabilities)
    {
        int classes = data.Targets.Classes.Length;
        int[] found = [.. probabilities.Chunk(classes).Select(row => Array.IndexOf(row, row.Max()))];
        DetectionScores[] each = [.. Enumerable.Range(0, classes)
            .Select(c => DetectionScores.At(0.5, [.. found.Select(value => value == c ? 1f : 0)],
            [.. data.Truth.Select(value => value == c ? 1.0 : 0)]))];
        return new()
        {
            Facts =
            [
                new("model", "model", request.Model),
                new("windows", "windows", data.Count),
                new("accuracy", "accuracy", ReportCell.Percent(found.Zip(data.Truth, (y, t) => y == (int)t ? 1.0 : 0).Average())),
                new("f1", "F1, mean over the classes", each.Where(scores => scores.F1 is not null).Average(scores => scores.F1!.Value)),
            ],
            Tables = [new("classes", "Classes", Columns, [.. each.Select((scores, c) => (IReadOnlyList<ReportCell>)
                [data.Targets.Classes[c], scores.TruePositives + scores.FalseNegatives, ReportCell.Percent(scores.Precision),
                    ReportCell.Percent(scores.Recall), ReportCell.Number(scores.F1)])])],
            Notes = data.Notes,
        };
    }
}
