using System.Runtime.InteropServices;
using EdgeLstm.Kernels;
using EdgeLstm.Layers;

namespace EdgeLstm.Runtime.Tests;

public class FloatLayerTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 16)]
    [InlineData(17, 33)]
    [InlineData(14, 64)]
    public void Every_kernel_stays_within_1e6_of_the_equations_in_double(int inputs, int units)
    {
        var random = new Random(inputs * 100 + units);
        var data = new float[FloatLstmLayer.DataBytes(inputs, units) / 4];
        for (int k = 0; k < data.Length; k++)
            data[k] = (random.NextSingle() - 0.5f) * 2 / MathF.Sqrt(units);
        var layer = new FloatLstmLayer(inputs, units, MemoryMarshal.AsBytes(data.AsSpan()));
        int padded = LstmLayer.Padded(units);
        foreach (Kernel kernel in Enum.GetValues<Kernel>().Where(KernelChoice.IsSupported))
        {
            float[] h = new float[padded], c = new float[padded];
            double[] eh = new double[units], ec = new double[units];
            var samples = new Random(5);
            for (int t = 0; t < 40; t++)
            {
                var x = Enumerable.Range(0, inputs).Select(_ => samples.NextSingle() * 4 - 2).ToArray();
                layer.Step(kernel, x, h, c);
                Expected(data, x, eh, ec);
                for (int u = 0; u < units; u++)
                    Assert.InRange(h[u] - eh[u], -1e-6, 1e-6);
            }
        }
    }

    static void Expected(float[] data, float[] x, double[] h, double[] c)
    {
        int units = h.Length, inputs = x.Length, rows = 4 * units;
        var pre = new double[rows];
        for (int r = 0; r < rows; r++)
        {
            pre[r] = data[r];
            for (int k = 0; k < inputs; k++)
                pre[r] += data[rows + r * inputs + k] * x[k];
            for (int k = 0; k < units; k++)
                pre[r] += data[rows + rows * inputs + r * units + k] * h[k];
        }

        for (int u = 0; u < units; u++)
        {
            c[u] = Sigmoid(pre[units + u]) * c[u] + Sigmoid(pre[u]) * Math.Tanh(pre[2 * units + u]);
            h[u] = Sigmoid(pre[3 * units + u]) * Math.Tanh(c[u]);
        }

        static double Sigmoid(double v) => 1 / (1 + Math.Exp(-v));
    }
}
