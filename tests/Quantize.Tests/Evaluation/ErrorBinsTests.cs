using EdgeLstm.Quantize.Evaluation;

namespace EdgeLstm.Quantize.Tests.Evaluation;

public class ErrorBinsTests
{
    [Fact]
    public void Errors_are_counted_where_their_truth_lies()
    {
        // Truths 0 to 100 in ten stretches of ten; the answers are 2 too high below 50 and 1 too low from there on.
        double[] truth = [.. Enumerable.Range(0, 101).Select(value => (double)value)];
        float[] found = [.. truth.Select(value => (float)(value + (value < 50 ? 2 : -1)))];

        var bins = ErrorBins.Of(found, truth);

        Assert.Equal([10, 10, 10, 10, 10, 10, 10, 10, 10, 11], bins.Select(bin => bin.Count));
        Assert.Equal([2, 2, 2, 2, 2, -1, -1, -1, -1, -1], bins.Select(bin => bin.Bias));
        Assert.Equal([2, 2, 2, 2, 2, 1, 1, 1, 1, 1], bins.Select(bin => bin.Rmse));
        Assert.Equal((90, 100, 95), (bins[^1].From, bins[^1].To, bins[^1].Centre));
    }

    [Fact]
    public void Empty_stretches_are_left_out_and_one_value_is_one_stretch()
    {
        Assert.Equal([0, 90], ErrorBins.Of([1, 1], [0, 100]).Select(bin => bin.From));
        Assert.Equal(new ErrorBin(7, 7, 2, 1, 0), Assert.Single(ErrorBins.Of([6, 8], [7, 7])));
    }
}
