using System.Runtime.InteropServices;
using EdgeLstm.Generator.Artifact;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Passes.Cells;

namespace EdgeLstm.Quantize.Passes;

/// <summary>The constants of one integer LSTM layer, as EdgeLstm.Layers.LstmLayer documents them.</summary>
sealed class LstmQuantization
{
    readonly RecurrentLayer layer;
    readonly ProductQuantization product;

    public LstmQuantization(RecurrentLayer layer, ActivationScale input, int hiddenScale, Scheme scheme, double[,] moments)
    {
        this.layer = layer;
        product = new(input, ActivationScale.Uniform(layer.Units, 1.0 / hiddenScale), scheme, moments);
    }

    /// <summary>Fraction bits so that 1.25 times the greatest cell state seen still fits the int16.</summary>
    public static int CellBits(double maxCell)
    {
        int bits = 13;
        while (bits > 8 && 1.25 * maxCell >= 1 << (15 - bits))
            bits--;
        return bits;
    }

    /// <summary>int8 spends its 127 units on the hidden range seen, 5 % more in reserve; int16 has units to spare.</summary>
    public static int HiddenScale(Scheme scheme, double maxHidden) =>
        scheme == Scheme.Int8 ? (int)Math.Clamp(127 / (1.05 * maxHidden + 1e-3), 127, 4096) : 16384;

    public static byte[] InitialState(RecurrentLayer layer, Scheme scheme, int cellBits, int hiddenScale)
    {
        if (layer.InitialH.All(v => v == 0) && layer.InitialC.All(v => v == 0))
            return [];
        int limit = scheme == Scheme.Int8 ? 127 : 16384;
        var h = layer.InitialH.Select(v => (short)Math.Clamp(Math.Round(v * hiddenScale), -limit, limit)).ToArray();
        var c = layer.InitialC.Select(v => (short)Math.Clamp(Math.Round(v * (1 << cellBits)), short.MinValue, short.MaxValue)).ToArray();
        byte[] hidden = scheme == Scheme.Int8 ? [.. h.Select(v => (byte)(sbyte)v)] : MemoryMarshal.AsBytes(h.AsSpan()).ToArray();
        return [.. hidden, .. MemoryMarshal.AsBytes(c.AsSpan())];
    }

    /// <summary>Gates i, f and o want x/2 in Q13, g wants x: a sigmoid is a tanh of half its argument.</summary>
    public byte[] Pack() => product.Pack([Group(0, 4096), Group(1, 4096), Group(2, 8192), Group(3, 4096)]);

    RowGroup Group(int gate, double unit)
    {
        int h = layer.Units, inputs = layer.Inputs;
        return new(layer.W.AsMemory(gate * h * inputs, h * inputs), layer.U.AsMemory(gate * h * h, h * h), layer.Bias.AsMemory(gate * h, h), unit);
    }
}
