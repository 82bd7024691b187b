using EdgeLstm.Layers;

namespace EdgeLstm.Runtime.Tests;

public class AttentionTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(17)]
    public void The_pooled_value_is_its_formula_in_double(int steps)
    {
        var random = new Random(steps);
        const int Width = 5;
        float[] scores = [.. Enumerable.Range(0, steps).Select(_ => 8 * random.NextSingle() - 4)];
        float[] rows = [.. Enumerable.Range(0, steps * Width).Select(_ => 2 * random.NextSingle() - 1)], y = new float[Width];
        Attention.Pool(scores, rows, steps, y);
        double sum = scores.Sum(score => Math.Exp(score));
        for (int k = 0; k < Width; k++)
            Assert.Equal(Enumerable.Range(0, steps).Sum(t => Math.Exp(scores[t]) / sum * rows[t * Width + k]), y[k], 1e-6);
    }

    [Fact]
    public void Scores_far_from_zero_weigh_as_their_differences_do()
    {
        float[] rows = [1, 2, 3], near = new float[1], far = new float[1];
        Attention.Pool([0, 1, 2], rows, 3, near);
        Attention.Pool([-5000, -4999, -4998], rows, 3, far);
        Assert.Equal(near, far);
    }

    [Fact]
    public void A_step_whose_score_is_far_above_the_others_is_the_answer()
    {
        float[] y = new float[2];
        Attention.Pool([0, 200, 0], [1, 2, 3, 4, 5, 6], 3, y);
        Assert.Equal([3, 4], y);
    }

    [Fact]
    public void Spans_that_are_too_short_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Attention.Pool([1, 2], new float[6], 3, new float[2]));
        Assert.Throws<ArgumentException>(() => Attention.Pool([1, 2, 3], new float[5], 3, new float[2]));
    }
}
