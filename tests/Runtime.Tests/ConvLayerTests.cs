using System.Runtime.InteropServices;
using EdgeLstm.Layers;

namespace EdgeLstm.Runtime.Tests;

/// <summary>Convolutions against their definition, and a stream's ring against a window's rows.</summary>
public class ConvLayerTests
{
    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(3, 2, 4, 1)]
    [InlineData(5, 3, 2, 7)]
    [InlineData(17, 1, 5, 3)]
    public void A_stream_and_a_window_give_the_defining_sums(int inputs, int outputs, int kernel, int dilation)
    {
        const int Steps = 40;
        var random = new Random(inputs + kernel);
        float[] multiplier = [.. Enumerable.Range(0, outputs).Select(_ => random.NextSingle())],
            bias = [.. Enumerable.Range(0, outputs).Select(_ => random.NextSingle())];
        sbyte[] w = [.. Enumerable.Range(0, outputs * kernel * inputs).Select(_ => (sbyte)random.Next(-127, 128))],
            pad = [.. Enumerable.Range(0, inputs).Select(_ => (sbyte)random.Next(-127, 128))];
        byte[] data = [.. MemoryMarshal.AsBytes<float>(multiplier), .. MemoryMarshal.AsBytes<float>(bias),
            .. MemoryMarshal.AsBytes<sbyte>(w)];
        var layer = new ConvLayer(inputs, outputs, kernel, dilation, data, MemoryMarshal.AsBytes<sbyte>(pad));
        Assert.Equal((kernel - 1) * dilation, layer.Past);

        int stride = LstmLayer.Padded(inputs);
        sbyte[] rows = [.. Enumerable.Range(0, Steps * stride).Select(_ => (sbyte)random.Next(-127, 128))];
        var ring = new sbyte[layer.Past * inputs];
        layer.Begin(ring);
        float[] streamed = new float[outputs], window = new float[outputs];
        for (int t = 0; t < Steps; t++)
        {
            layer.Step(rows.AsSpan(t * stride, stride), ring, t + 1, streamed);
            layer.Window(rows, Steps, t - layer.Past, window);
            for (int row = 0; row < outputs; row++)
            {
                long sum = 0;
                for (int k = 0; k < kernel; k++)
                    for (int i = 0; i < inputs; i++)
                        sum += w[(row * kernel + k) * inputs + i]
                            * (t - (kernel - 1 - k) * dilation is >= 0 and var at ? rows[at * stride + i] : pad[i]);
                Assert.Equal(sum * multiplier[row] + bias[row], streamed[row]);
                Assert.Equal(streamed[row], window[row]);
            }
        }
    }

    [Fact]
    public void A_window_reads_ahead_and_finds_padding_behind_its_end()
    {
        float[] weights = [1, 10, 100];
        var layer = new FloatConvLayer(1, 1, 3, 2, MemoryMarshal.AsBytes<float>([0.5f, .. weights]));
        float[] rows = [1, 2, 3, 4, 5], y = new float[1];
        layer.Window(rows, 5, 3 - 2, y); // taps at 1, 3, 5
        Assert.Equal(0.5f + 2 + 40, y[0]);
    }

    [Fact]
    public void Steps_allocate_nothing()
    {
        var layer = new ConvLayer(3, 2, 4, 2, new byte[2 * (8 + 12)]);
        short[] x = new short[16], ring = new short[18];
        float[] y = new float[2];
        layer.Step(x, ring, 1, y);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int t = 0; t < 1000; t++)
            layer.Step(x, ring, t, y);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
