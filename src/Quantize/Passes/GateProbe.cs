using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using EdgeLstm.Gates;
using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Quantize.Reference;

namespace EdgeLstm.Quantize.Passes;

/// <summary>The gate values that an integer LSTM layer is about to compute, which its fused step never stores.</summary>
static class GateProbe
{
    static readonly ConditionalWeakTable<byte[], byte[]> Unpacked = [];

    /// <summary>
    /// Fills <paramref name="gates"/> [i, f, g, o][units] from the layer's input and hidden state as they stand before its step.
    /// </summary>
    public static void Read(IntegerRunner runner, int index, int step, Span<float> gates)
    {
        var layer = runner.Model.Layers[index];
        int[] x = runner.ActivationUnits(layer.Source, row: step)[..layer.Inputs], h = runner.HiddenUnits(index)[..layer.Outputs];
        ReadOnlySpan<byte> data = layer.Data;
        if (layer is ArtifactCompressedLstm compressed)
            data = Unpacked.GetValue(layer.Data, _ => compressed.Unpacked);
        if (layer is ArtifactCompressedLstm { Rank: > 0 and var rank })
        {
            int limit = ArtifactRange.ActivationLimit(runner.Model.Scheme) == 128 ? 127 : 16384;
            int[] t = Array.ConvertAll(Sums(data, rank, x, h), sum => Math.Clamp((int)sum, -limit, limit));
            data = data[(rank * (9 + x.Length + h.Length))..];
            (x, h) = (t, []);
        }

        short[] pre = Sums(data, 4 * layer.Outputs, x, h);
        for (int row = 0; row < pre.Length; row++)
        {
            int gate = row / layer.Outputs;
            gates[row] = gate == 2 ? GateMath.Tanh<short, ScalarLanes>(pre[row]) / 32768f
                : gate < 2 && layer is ArtifactLstm { BinaryGates: true } ? (pre[row] >= 0 ? 1 : 0)
                : GateMath.Sigmoid<short, ScalarLanes>(pre[row]) / 32768f;
        }
    }

    /// <summary>The pre-activations of a product.</summary>
    static short[] Sums(ReadOnlySpan<byte> data, int rows, int[] x, int[] h)
    {
        var multiplier = MemoryMarshal.Cast<byte, float>(data[..(4 * rows)]);
        var bias = MemoryMarshal.Cast<byte, int>(data.Slice(4 * rows, 4 * rows));
        var shift = data.Slice(8 * rows, rows);
        var w = MemoryMarshal.Cast<byte, sbyte>(data[(9 * rows)..]);
        var sums = new short[rows];
        for (int row = 0; row < rows; row++)
        {
            int sum = bias[row] + Dot(w.Slice(row * x.Length, x.Length), x);
            sum = (sum << shift[row]) + Dot(w.Slice(rows * x.Length + row * h.Length, h.Length), h);
            sums[row] = (short)Math.Clamp(MathF.Round(sum * multiplier[row]), short.MinValue, short.MaxValue);
        }

        return sums;
    }

    /// <summary>Over the weights; what lies behind the values is padding.</summary>
    internal static int Dot(ReadOnlySpan<sbyte> w, int[] x)
    {
        int sum = 0;
        for (int k = 0; k < w.Length; k++)
            sum += w[k] * x[k];
        return sum;
    }
}
