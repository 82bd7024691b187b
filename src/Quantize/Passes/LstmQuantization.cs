using System.Runtime.InteropServices;
using EdgeLstm.Generator.Artifact;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Passes;

/// <summary>The constants of one integer LSTM layer, as EdgeLstm.Layers.LstmLayer documents them.</summary>
sealed class LstmQuantization
{
    const int Gates = 4;

    readonly RecurrentLayer layer;
    readonly int inputs, units, limit;
    readonly double[] centre, step;
    readonly CompensatedRounding rounding;

    public LstmQuantization(RecurrentLayer layer, ActivationScale input, int hiddenScale, Scheme scheme, double[,] moments)
    {
        this.layer = layer;
        (inputs, units, limit) = (layer.Inputs, layer.Units, ArtifactRange.ActivationLimit(scheme));
        centre = [.. input.Centre, .. new double[units]];
        step = [.. input.Step, .. Enumerable.Repeat(1.0 / hiddenScale, units)];
        rounding = new(ActivationMoments.Of(moments, centre, step));
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

    public byte[] Pack()
    {
        int rows = Gates * units;
        var (multiplier, ratio, bias) = (new float[rows], new float[rows], new int[rows]);
        var (w, u) = (new sbyte[rows * inputs], new sbyte[rows * units]);
        Parallel.For(0, rows, row =>
        {
            var q = new sbyte[inputs + units];
            (multiplier[row], ratio[row], bias[row]) = Row(row, q);
            q.AsSpan(0, inputs).CopyTo(w.AsSpan(row * inputs));
            q.AsSpan(inputs).CopyTo(u.AsSpan(row * units));
        });
        return
        [
            .. MemoryMarshal.AsBytes(multiplier.AsSpan()), .. MemoryMarshal.AsBytes(ratio.AsSpan()), .. MemoryMarshal.AsBytes(bias.AsSpan()),
            .. MemoryMarshal.AsBytes(w.AsSpan()), .. MemoryMarshal.AsBytes(u.AsSpan()),
        ];
    }

    /// <summary>A row whose largest possible sums stay inside an int32, which the artifact's reader demands.</summary>
    (float Multiplier, float Ratio, int Bias) Row(int row, sbyte[] q)
    {
        // Half of an int32 leaves room for what compensation adds to the weights. Where it adds more than that, coarser units make room.
        for (double sumLimit = 1 << 30; ; sumLimit /= 2)
        {
            var (multiplier, ratio, bias) = Row(row, q, sumLimit);
            double sum = limit * (ratio * Sum(q.AsSpan(0, inputs)) + Sum(q.AsSpan(inputs))) + Math.Abs((double)bias);
            if (Math.Max(sum, limit * Sum(q.AsSpan(0, inputs))) * Math.Max(1, multiplier) < 1.99 * (1 << 30))
                return (multiplier, ratio, bias);
        }
    }

    (float Multiplier, float Ratio, int Bias) Row(int row, sbyte[] q, double sumLimit)
    {
        // The row per activation unit, and the bias with the inputs' centres in it.
        var weights = new double[inputs + units + 1];
        weights[^1] = layer.Bias[row];
        for (int k = 0; k < inputs; k++)
        {
            weights[k] = layer.W[row * inputs + k] * step[k];
            weights[^1] += layer.W[row * inputs + k] * centre[k];
        }

        for (int k = 0; k < units; k++)
            weights[inputs + k] = layer.U[row * units + k] * step[inputs + k];

        // Gates i, f and o want x/2 in Q13, g wants x: a sigmoid is a tanh of half its argument.
        double gateUnit = row / units == 2 ? 8192 : 4096;
        double xScale = Max(weights.AsSpan(0, inputs)) / 127, hScale = Max(weights.AsSpan(inputs, units)) / 127;

        // Everything is summed in units of hScale, after W·x in units of xScale: no smaller than keeps the largest possible sums inside an int32.
        double largestX = limit * Sum(weights.AsSpan(0, inputs));
        double largest = largestX + limit * Sum(weights.AsSpan(inputs, units)) + Math.Abs(weights[^1]);
        xScale = Math.Max(xScale, largestX / sumLimit);
        hScale = Math.Max(hScale, Math.Max(largest / sumLimit, 1e-12));

        // Nor may the pre-activation leave an int32 before it saturates: beyond 2^30, 32,768 times what saturates a gate, a steeper one is the same.
        gateUnit = Math.Min(gateUnit, sumLimit / largest);
        float multiplier = (float)(hScale * gateUnit);
        hScale = multiplier / gateUnit; // what the rounded constants really mean
        float ratio = (float)(xScale / hScale);
        xScale = ratio * hScale;

        var scale = new double[inputs + units];
        scale.AsSpan(0, inputs).Fill(xScale);
        scale.AsSpan(inputs).Fill(hScale);
        double bias = rounding.Round(weights, scale, q);
        return (multiplier, ratio, (int)Math.Clamp(Math.Round(bias / hScale), -sumLimit, sumLimit));
    }

    static double Max(ReadOnlySpan<double> values)
    {
        double max = 0;
        foreach (double v in values)
            max = Math.Max(max, Math.Abs(v));
        return max;
    }

    static long Sum(ReadOnlySpan<sbyte> values)
    {
        long sum = 0;
        foreach (sbyte v in values)
            sum += Math.Abs((int)v);
        return sum;
    }

    static double Sum(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double v in values)
            sum += Math.Abs(v);
        return sum;
    }
}
