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
        var found = ClassScores.Of(probabilities, data.Truth, data.Targets.Classes.Length);
        return new()
        {
            Facts =
            [
                new("model", "model", request.Model),
                new("windows", "windows", data.Count),
                new("accuracy", "accuracy", ReportCell.Percent(found.Accuracy)),
                new("f1", "F1, mean over the classes", found.MeanF1),
            ],
            Tables = [new("classes", "Classes", Columns, [.. found.Each.Select((scores, c) => (IReadOnlyList<ReportCell>)
                [data.Targets.Classes[c], scores.TruePositives + scores.FalseNegatives, ReportCell.Percent(scores.Precision),
                    ReportCell.Percent(scores.Recall), ReportCell.Number(scores.F1)])])],
            Notes = data.Notes,
        };
    }
}
