using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Passes;

namespace EdgeLstm.Quantize.Tests.Passes;

public class CompensatedRoundingTests
{
    /// <summary>Σ z zᵀ of samples that mix few causes into many columns, and a last column of ones.</summary>
    static double[,] Moments(Random random, int columns, int causes, bool correlated)
    {
        var mix = RandomNetwork.Values(random, columns * causes, 60);
        var moments = new double[columns + 1, columns + 1];
        for (int n = 0; n < 400; n++)
        {
            var cause = RandomNetwork.Values(random, causes, 1);
            var z = new double[columns + 1];
            for (int k = 0; k < columns; k++)
                z[k] = Enumerable.Range(0, causes).Sum(c => (double)mix[k * causes + c] * cause[c]) + 5 * random.NextDouble() + 20;
            z[columns] = 1;
            for (int i = 0; i <= columns; i++)
                for (int j = 0; j <= columns; j++)
                    moments[i, j] += correlated || i == j ? z[i] * z[j] : 0;
        }

        return moments;
    }

    static (double[] Row, double[] Scale) Row(Random random, int columns)
    {
        double[] row = [.. RandomNetwork.Values(random, columns + 1, 1).Select(v => (double)v)];
        var scale = new double[columns];
        Array.Fill(scale, row.SkipLast(1).Max(Math.Abs) / 127);
        return (row, scale);
    }

    /// <summary>eᵀ M e: the sum of squares that a row's product loses on the data.</summary>
    static double Loss(double[] row, double[] scale, sbyte[] q, double bias, double[,] moments)
    {
        double[] e = [.. q.Select((v, k) => row[k] - v * scale[k]), row[^1] - bias];
        return Enumerable.Range(0, e.Length).Sum(i => Enumerable.Range(0, e.Length).Sum(j => e[i] * e[j] * moments[i, j]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void On_correlated_data_it_loses_less_than_rounding_to_nearest(int seed)
    {
        var random = new Random(seed);
        const int Columns = 40;
        var moments = Moments(random, Columns, 6, correlated: true);
        var rounding = new CompensatedRounding(moments);
        double nearest = 0, compensated = 0;
        for (int k = 0; k < 50; k++)
        {
            var (row, scale) = Row(random, Columns);
            var q = new sbyte[Columns];
            double bias = rounding.Round([.. row], scale, q);
            compensated += Loss(row, scale, q, bias, moments);
            nearest += Loss(row, scale, [.. row.SkipLast(1).Select((v, c) => (sbyte)Math.Round(v / scale[c]))], row[^1], moments);
        }

        Assert.True(compensated < nearest / 4, $"{compensated:g4} against {nearest:g4}");
    }

    [Fact]
    public void Where_columns_are_uncorrelated_it_is_rounding_to_nearest()
    {
        var random = new Random(4);
        var rounding = new CompensatedRounding(Moments(random, 20, 5, correlated: false));
        var (row, scale) = Row(random, 20);
        var q = new sbyte[20];
        Assert.Equal(row[^1], rounding.Round([.. row], scale, q));
        Assert.Equal(row.SkipLast(1).Select((v, c) => (sbyte)Math.Round(v / scale[c])), q);
    }

    [Fact]
    public void The_noise_that_it_tells_is_that_of_the_rounded_row()
    {
        var random = new Random(5);
        double[,] moments = Moments(random, 20, 5, correlated: true);
        var (row, scale) = Row(random, 20);
        var q = new sbyte[20];
        double bias = new CompensatedRounding(moments).Round([.. row], scale, q, 127, out double noise), sum = 0;
        double damping = moments[20, 20] / 12 + 3e-5 * Enumerable.Range(0, 20).Average(k => moments[k, k]) + 1e-12;
        double[] error = [.. Enumerable.Range(0, 21).Select(k => (k < 20 ? q[k] * scale[k] : bias) - row[k])];
        for (int i = 0; i <= 20; i++)
            for (int j = 0; j <= 20; j++)
                sum += error[i] * error[j] * (moments[i, j] + (i == j ? damping : 0));
        Assert.Equal(sum, noise, 1e-6 * sum);
    }

    [Fact]
    public void No_weight_leaves_the_range_that_kernels_rely_on()
    {
        var random = new Random(6);
        for (int round = 0; round < 50; round++)
        {
            int columns = random.Next(1, 30);
            var rounding = new CompensatedRounding(Moments(random, columns, random.Next(1, 4), correlated: true));
            var (row, scale) = Row(random, columns);
            for (int k = 0; k < columns; k++)
                scale[k] *= random.Next(3) == 0 ? 0.01 : 1; // far too small: what is cut off wants to go elsewhere
            var q = new sbyte[columns];
            Assert.True(double.IsFinite(rounding.Round(row, scale, q)));
            Assert.DoesNotContain(q, v => v == sbyte.MinValue);
        }
    }

    [Fact]
    public void Moments_that_rounding_made_impossible_still_round()
    {
        // The square of a mean cannot be more than the mean of squares, but sums around a large offset may say so.
        double[,] moments = { { 100, 102, 10 }, { 102, 100, 10 }, { 10, 10, 1 } };
        var q = new sbyte[2];
        Assert.True(double.IsFinite(new CompensatedRounding(moments).Round([1, -0.5, 0], [1 / 127.0, 1 / 127.0], q)));
        Assert.InRange(q[0], 100, 127);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Moments_that_are_not_finite_are_refused_and_damped_no_further(double moment)
    {
        double[,] moments = { { 100, moment, 10 }, { moment, 100, 10 }, { 10, 10, 1 } };
        Assert.Equal(ErrorCatalogue.NotQuantizable, Assert.Throws<ModelException>(() => new CompensatedRounding(moments)).Id);
    }

    [Fact]
    public void Moments_that_no_damping_makes_possible_are_refused()
    {
        double[,] moments = { { 1, 1e300, 1 }, { 1e300, 1, 1 }, { 1, 1, 1 } };
        Assert.Equal(ErrorCatalogue.NotQuantizable, Assert.Throws<ModelException>(() => new CompensatedRounding(moments)).Id);
    }

    [Fact]
    public void Data_without_any_activity_round_to_nearest_too()
    {
        var q = new sbyte[3];
        Assert.Equal(0.5, new CompensatedRounding(new double[4, 4]).Round([1, 0.5, 0.25, 0.5], [1 / 127.0, 1 / 127.0, 1 / 127.0], q));
        Assert.Equal([127, 64, 32], q.Select(v => (int)v));
    }
}
