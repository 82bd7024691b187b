using EdgeLstm.Quantize.Training.Data;

namespace EdgeLstm.Quantize.Tests.Training;

public class GapFillerTests
{
    const double Gap = double.NaN;

    [Theory]
    [InlineData(MissingPolicy.Hold, 2, new double[] { 7, 1, 1, 1, 4, 4, 4, 7, 6, 6 })]
    [InlineData(MissingPolicy.Hold, 3, new double[] { 7, 1, 1, 1, 4, 4, 4, 4, 6, 6 })]
    [InlineData(MissingPolicy.Interpolate, 2, new double[] { 7, 1, 2, 3, 4, 4, 4, 7, 6, 6 })]
    [InlineData(MissingPolicy.Interpolate, 3, new double[] { 7, 1, 2, 3, 4, 4.5, 5, 5.5, 6, 6 })]
    [InlineData(MissingPolicy.Mean, 0, new double[] { 7, 1, 7, 7, 4, 7, 7, 7, 6, 7 })]
    [InlineData(MissingPolicy.Drop, 2, new[] { Gap, 1, Gap, Gap, 4, Gap, Gap, Gap, 6, Gap })]
    public void Each_policy_fills_as_it_says(MissingPolicy policy, int limit, double[] expected)
    {
        var filler = new GapFiller(policy, limit, [7]);
        double[] values = [Gap, 1, Gap, Gap, 4, Gap, Gap, Gap, 6, Gap];
        var filled = filler.Fill([.. values.Select(value => new[] { value })]);
        Assert.Equal(expected, filled.Rows.Select(row => row[0]));
        Assert.Equal((10, 7), (filler.Values, filler.Missing[0]));
        Assert.Equal(policy == MissingPolicy.Drop ? 0 : 7, filler.Held + filler.Interpolated + filler.Averaged);
    }

    [Fact]
    public void The_rows_that_came_are_left_as_they_are()
    {
        double[] row = [1, Gap];
        new GapFiller(MissingPolicy.Hold, 5, [0, 0]).Fill([row]);
        Assert.Equal([1, Gap], row);
    }

    [Fact]
    public void Rows_are_marked_in_which_no_good_value_was_near_enough()
    {
        double[][] rows = [[Gap, 1], [2, 1], [Gap, 1], [Gap, Gap], [3, 1]];
        Assert.Equal([true, false, false, true, false], new GapFiller(MissingPolicy.Hold, 1, [0, 0]).Fill(rows).Unheld);
        Assert.Equal([true, false, false, true, false], new GapFiller(MissingPolicy.Interpolate, 1, [0, 0]).Fill(rows).Unheld);
        Assert.DoesNotContain(true, new GapFiller(MissingPolicy.Mean, 0, [0, 0]).Fill(rows).Unheld); // that is what was asked for
    }
}
