using EdgeLstm.Layers;

namespace EdgeLstm.Runtime.Tests;

public class NormalizationTests
{
    [Fact]
    public void The_normalised_step_is_its_formula_in_double()
    {
        var random = new Random(3);
        float[] x = Values(random, 37, 5), gamma = Values(random, 37, 2), beta = Values(random, 37, 1), y = new float[37];
        Normalization.Layer(x, gamma, beta, 1e-3f, y);
        double mean = x.Average(v => (double)v), variance = x.Average(v => Math.Pow(v - mean, 2));
        for (int k = 0; k < y.Length; k++)
            Assert.Equal((x[k] - mean) / Math.Sqrt(variance + 1e-3) * gamma[k] + beta[k], y[k], 1e-6);
    }

    [Fact]
    public void A_step_of_equal_values_is_its_offset()
    {
        float[] y = new float[3];
        Normalization.Layer([7, 7, 7], [1, 2, 3], [0.5f, 0, -1], 1e-5f, y);
        Assert.Equal([0.5f, 0, -1], y);
    }

    static float[] Values(Random random, int count, float scale) =>
        [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextSingle() - 1) * scale)];
}
