using EdgeLstm.Layers;

namespace EdgeLstm.Runtime.Tests;

public class PoolingTests
{
    static readonly float[] Rows = [.. Enumerable.Range(0, 60).Select(k => (float)Math.Sin(1.7 * k) * (1 + k % 5))];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(40)]
    public void A_stream_gives_the_bits_of_a_window(int kernel)
    {
        const int Width = 3;
        float[][] rings = [new float[kernel * Width], new float[kernel * Width], new float[kernel * Width]];
        float[] stream = new float[Width], window = new float[Width];
        for (int t = 0; t < Rows.Length / Width; t++)
        {
            var x = Rows.AsSpan(t * Width, Width);
            Pooling.Max(x, rings[0], t + 1, kernel, stream);
            Pooling.WindowMax(Rows, Rows.Length / Width, t - kernel + 1, kernel, window);
            Assert.Equal(window, stream);
            foreach (bool countPads in (bool[])[false, true])
            {
                Pooling.Average(x, rings[countPads ? 1 : 2], t + 1, kernel, countPads, stream);
                Pooling.WindowAverage(Rows, Rows.Length / Width, t - kernel + 1, kernel, countPads, window);
                Assert.Equal(window, stream);
            }
        }
    }

    [Fact]
    public void What_is_outside_of_a_window_counts_as_zeros_or_not_at_all()
    {
        float[] rows = [-4, -2, -6], y = new float[1];
        Pooling.WindowMax(rows, 3, -1, 2, y);
        Assert.Equal(-4, y[0]);
        Pooling.WindowAverage(rows, 3, -1, 2, countPads: false, y);
        Assert.Equal(-4, y[0]);
        Pooling.WindowAverage(rows, 3, 2, 2, countPads: true, y);
        Assert.Equal(-3, y[0]);
    }
}
