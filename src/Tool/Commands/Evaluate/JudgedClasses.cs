using System.Text;
using EdgeLstm.Quantize.Evaluation;
using EdgeLstm.Tool.Reports;

namespace EdgeLstm.Tool.Commands.Evaluate;

/// <summary>More than two classes: accuracy, and each class against the others.</summary>
/// <param name="Probabilities">[windows][classes].</param>
sealed record JudgedClasses(string Name, EvaluationWindows Data, float[] Probabilities) : JudgedTarget(Name)
{
    static readonly ReportColumn[] Columns = [new("class", "class"), new("windows", "windows"), new("precision", "precision"),
        new("recall", "recall"), new("f1", "F1")];

    public override Report Report(EvaluateRequest request, bool detailed)
    {
        string[] classes = Data.Targets.Classes;
        var found = ClassScores.Of(Probabilities, Data.Truth, classes.Length);
        return new()
        {
            Facts =
            [
                new("model", "model", request.Model),
                new("windows", "windows", Data.Count),
                new("accuracy", "accuracy", ReportCell.Percent(found.Accuracy)),
                new("f1", "F1, mean over the classes", found.MeanF1),
            ],
            Tables =
            [
                new("classes", "Classes", Columns, [.. found.Each.Select((scores, c) => (IReadOnlyList<ReportCell>)
                    [classes[c], scores.TruePositives + scores.FalseNegatives, ReportCell.Percent(scores.Precision),
                        ReportCell.Percent(scores.Recall), ReportCell.Number(scores.F1)])]),
                Confusion.Table(classes, found.Confusion),
            ],
            Notes = Data.Notes,
        };
    }

    /// <summary>The confusion matrix, which the tables have, says it all.</summary>
    public override void Draw(StringBuilder page)
    {
    }
}
