using System.Runtime.InteropServices;
using EdgeLstm.Gates;
using EdgeLstm.Quantize.Reference;

namespace EdgeLstm.Quantize.Passes;

/// <summary>The gate values that an integer LSTM layer is about to compute, which its fused step never stores.</summary>
static class GateProbe
{
    /// <summary>Fills <paramref name="gates"/> [i, f, g, o][units] from the layer's input and hidden state as they stand before its step.</summary>
    public static void Read(IntegerRunner runner, int index, int step, Span<float> gates)
    {
        var layer = runner.Model.Layers[index];
        int[] x = runner.ActivationUnits(layer.Source, row: step), h = runner.HiddenUnits(index);
        int rows = 4 * layer.Outputs;
        var multiplier = MemoryMarshal.Cast<byte, float>(layer.Data.AsSpan(0, 4 * rows));
        var bias = MemoryMarshal.Cast<byte, int>(layer.Data.AsSpan(4 * rows, 4 * rows));
        var shift = layer.Data.AsSpan(8 * rows, rows);
        var w = MemoryMarshal.Cast<byte, sbyte>(layer.Data.AsSpan(9 * rows));
        for (int row = 0; row < rows; row++)
        {
            int sum = bias[row] + Dot(w.Slice(row * layer.Inputs, layer.Inputs), x);
            sum = (sum << shift[row]) + Dot(w.Slice(rows * layer.Inputs + row * layer.Outputs, layer.Outputs), h);
            short pre = (short)Math.Clamp(MathF.Round(sum * multiplier[row]), short.MinValue, short.MaxValue);
            short gate = row / layer.Outputs == 2 ? GateMath.Tanh<short, ScalarLanes>(pre) : GateMath.Sigmoid<short, ScalarLanes>(pre);
            gates[row] = gate / 32768f;
        }
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
