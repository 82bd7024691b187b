using System.Text;
using EdgeLstm.Quantize.Evaluation;
using EdgeLstm.Quantize.Training.Data;
using EdgeLstm.Tool.Charts;
using EdgeLstm.Tool.Reports;

namespace EdgeLstm.Tool.Commands.Evaluate;

/// <summary>NASA's test engines: one answer for each, the cycles that it has left.</summary>
/// <param name="Lives">The truth.</param>
/// <param name="LeftOut">Engines that are shorter than the window.</param>
/// <param name="Window">Cycles.</param>
sealed record JudgedEngines(float[] Found, double[] Lives, int LeftOut, int Window) : JudgedTarget("cycles left")
{
    double[] Capped => [.. Lives.Select(life => Math.Min(life, CmapssData.Cap))];

    public override Report Report(EvaluateRequest request, bool detailed) => new()
    {
        Facts =
        [
            new("model", "model", request.Model),
            new("engines", "test engines", Lives.Length),
            new("rmse", $"RMSE, lives capped at {CmapssData.Cap}", NumberScores.Rmse(Found, Capped)),
            new("phm08", "PHM08 score", NumberScores.Phm08(Found, Capped)),
            new("mae", "mean absolute error", NumberScores.Mae(Found, Capped)),
            new("rmseUncapped", "RMSE, lives as they are", NumberScores.Rmse(Found, Lives)),
            new("phm08Uncapped", "PHM08 score, lives as they are", NumberScores.Phm08(Found, Lives)),
        ],
        Tables = detailed ? [NumberCharts.Bins(Found, Capped)] : [],
        Notes = LeftOut > 0 ? [$"left out {LeftOut} test engines of fewer than {Window} cycles"] : [],
    };

    public override void Draw(StringBuilder page) => NumberCharts.Draw(page, Found, Capped);
}
