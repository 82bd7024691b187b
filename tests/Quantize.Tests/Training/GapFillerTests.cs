using EdgeLstm.Quantize.Training.Data;

namespace EdgeLstm.Quantize.Tests.Training;

public class GapFillerTests
{
    const float Gap = float.NaN;

    [Theory]
    [InlineData(MissingPolicy.Hold, 2, new float[] { 7, 1, 1, 1, 4, 4, 4, 7, 6, 6 })]
    [InlineData(MissingPolicy.Hold, 3, new float[] { 7, 1, 1, 1, 4, 4, 4, 4, 6, 6 })]
    [InlineData(MissingPolicy.Interpolate, 2, new float[] { 7, 1, 2, 3, 4, 4, 4, 7, 6, 6 })]
    [InlineData(MissingPolicy.Interpolate, 3, new float[] { 7, 1, 2, 3, 4, 4.5f, 5, 5.5f, 6, 6 })]
    [InlineData(MissingPolicy.Mean, 0, new float[] { 7, 1, 7, 7, 4, 7, 7, 7, 6, 7 })]
    [InlineData(MissingPolicy.Drop, 2, new[] { Gap, 1, Gap, Gap, 4, Gap, Gap, Gap, 6, Gap })]
    public void Each_policy_fills_as_it_says(MissingPolicy policy, int limit, float[] expected)
    {
        var filler = new GapFiller(policy, limit, [7]);
        float[] values = [Gap, 1, Gap, Gap, 4, Gap, Gap, Gap, 6, Gap];
        var filled = filler.Fill(values, values);
        Assert.Equal(expected, values);
        Assert.Equal(expected.Select(float.IsFinite), filled.Complete);
        Assert.Equal([false, true, false, false, true, false, false, false, true, false], filled.Whole);
        Assert.Equal((10, 7), (filler.Values, filler.Missing[0]));
        Assert.Equal(policy == MissingPolicy.Drop ? 0 : 7, filler.Held + filler.Interpolated + filler.Averaged);
    }

    [Fact]
    public void Rows_filled_into_other_memory_are_left_as_they_came()
    {
        float[] row = [1, Gap], filled = new float[2];
        new GapFiller(MissingPolicy.Hold, 5, [0, 0]).Fill(row, filled);
        Assert.Equal([1, Gap], row);
        Assert.Equal([1, 0], filled);
    }

    [Fact]
    public void Rows_are_marked_in_which_no_good_value_was_near_enough()
    {
        float[] rows = [Gap, 1, 2, 1, Gap, 1, Gap, Gap, 3, 1];
        Assert.Equal([true, false, false, true, false], Unheld(MissingPolicy.Hold, 1));
        Assert.Equal([true, false, false, true, false], Unheld(MissingPolicy.Interpolate, 1));
        Assert.DoesNotContain(true, Unheld(MissingPolicy.Mean, 0)); // that is what was asked for

        bool[] Unheld(MissingPolicy policy, int limit) => new GapFiller(policy, limit, [0, 0]).Fill(rows, new float[10]).Unheld;
    }
}
