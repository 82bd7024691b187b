using EdgeLstm.Quantize.Evaluation;
using EdgeLstm.Tool.Reports;
using AnomalyRule = EdgeLstm.Quantize.Graph.AnomalyRule;

namespace EdgeLstm.Tool.Tests.Commands;

public class ScoreTests
{
    [Fact]
    public void Late_answers_cost_more_than_early_ones()
    {
        Assert.Equal(Math.E - 1, NumberScores.Phm08([60], [50]), 1e-12);
        Assert.Equal(Math.E - 1, NumberScores.Phm08([37], [50]), 1e-12);
        Assert.Equal(2, NumberScores.Rmse([1, 5], [3, 3]));
        Assert.Equal(0, NumberScores.Explained([2, 2, 2], [1, 2, 3]));
    }

    [Fact]
    public void Precision_recall_and_their_area_are_those_of_the_textbook()
    {
        float[] scores = [0.9f, 0.8f, 0.7f, 0.6f];
        double[] truth = [1, 0, 1, 0];
        var found = DetectionScores.At(0.65, scores, truth);
        Assert.Equal((2.0 / 3, 1.0, 0.8, 0.75), (found.Precision!.Value, found.Recall!.Value, found.F1!.Value, found.Accuracy));
        Assert.Equal((1 + 2.0 / 3) / 2, DetectionScores.AveragePrecision(scores, truth), 1e-12);
        Assert.Equal(0.5, DetectionScores.AveragePrecision([1, 1, 1, 1], truth)); // ties count at once
    }

    [Fact]
    public void What_cannot_be_told_is_no_number()
    {
        var silent = DetectionScores.At(1, [0.5f, 0.5f], [0, 1]);
        Assert.Equal((null, 0.0, 0.0), (silent.Precision, silent.Recall, silent.F1));
        var healthy = DetectionScores.At(0.1, [0.5f, 0.5f], [0, 0]);
        Assert.Equal((0.0, null, 0.0), (healthy.Precision, healthy.Recall, healthy.F1));
        Assert.Null(DetectionScores.At(1, [0.5f], [0]).F1);
        Assert.Equal(("-", null), (ReportCell.Percent(silent.Precision).Text, ReportCell.Percent(silent.Precision).Value));
    }

    [Fact]
    public void One_normal_sample_in_a_hundred_is_above_an_anomalys_threshold()
    {
        var rule = AnomalyRule.Of([.. Enumerable.Range(1, 1000).Select(n => (double[])[n, -2 * n, 0])]);
        Assert.Equal((2 * rule.Scales[0], 0), (rule.Scales[1], rule.Scales[2]));
        Assert.Equal(10, Enumerable.Range(1, 1000).Count(n => rule.Score([n, -2 * n, 0]) >= rule.Threshold));
    }
}
