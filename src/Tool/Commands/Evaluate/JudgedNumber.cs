using System.Text;
using EdgeLstm.Quantize.Evaluation;
using EdgeLstm.Tool.Charts;
using EdgeLstm.Tool.Reports;

namespace EdgeLstm.Tool.Commands.Evaluate;

/// <summary>A number, such as the life that is left: how far the answers are from the truth.</summary>
/// <param name="Found">An answer for each window.</param>
sealed record JudgedNumber(string Name, EvaluationWindows Data, float[] Found) : JudgedTarget(Name)
{
    static readonly ReportColumn[] Machines = [new("group", "machine"), new("windows", "windows"), new("rmse", "RMSE"),
        new("bias", "mean error, answer − truth"), new("max", "largest error")];

    public override Report Report(EvaluateRequest request, bool detailed) => new()
    {
        Facts =
        [
            new("model", "model", request.Model),
            new("windows", "windows", Data.Count),
            new("rmse", "RMSE", NumberScores.Rmse(Found, Data.Truth)),
            new("mae", "mean absolute error", NumberScores.Mae(Found, Data.Truth)),
            new("r2", "R², share of the variance explained", NumberScores.Explained(Found, Data.Truth)),
            new("phm08", "PHM08 score", NumberScores.Phm08(Found, Data.Truth)),
        ],
        Tables = detailed ? [NumberCharts.Bins(Found, Data.Truth), Each()] : [],
        Notes = Data.Notes,
    };

    public override void Draw(StringBuilder page)
    {
        NumberCharts.Draw(page, Found, Data.Truth);
        MachineCharts.Draw(page, Data, Found, [.. Groups().Select(group => group.Series)]);
    }

    ReportTable Each() => new("machines", "Machine by machine, the worst first", Machines, [.. Groups()
        .Select(group => (IReadOnlyList<ReportCell>)[MachineCharts.NameOf(Data, group.Series), group.Windows.Length, group.Rmse,
            group.Windows.Average(Error), group.Windows.Max(n => Math.Abs(Error(n)))])]);

    (int Series, int[] Windows, double Rmse)[] Groups() => [.. Enumerable.Range(0, Data.Count).GroupBy(n => Data.Places[n].Series)
        .Select(group => (group.Key, Windows: group.ToArray(), Rmse: Math.Sqrt(group.Average(n => Error(n) * Error(n)))))
        .OrderByDescending(group => group.Rmse)];

    double Error(int window) => Found[window] - Data.Truth[window];
}
