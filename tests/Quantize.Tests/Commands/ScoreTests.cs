using EdgeLstm.Quantize.Commands;

namespace EdgeLstm.Quantize.Tests.Commands;

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
        Assert.Equal((2.0 / 3, 1.0, 0.8, 0.75), (found.Precision, found.Recall, found.F1, found.Accuracy));
        Assert.Equal((1 + 2.0 / 3) / 2, DetectionScores.AveragePrecision(scores, truth), 1e-12);
        Assert.Equal(0.7f, DetectionScores.BestThreshold(scores, truth));
        Assert.Equal(0.5, DetectionScores.AveragePrecision([1, 1, 1, 1], truth)); // ties count at once
    }
}
