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
    readonly double xPower, hPower; // Σ of squared activations, of the input and of the hidden state

    public LstmQuantization(RecurrentLayer layer, ActivationScale input, int hiddenScale, Scheme scheme, double[,] moments)
    {
        this.layer = layer;
        (inputs, units, limit) = (layer.Inputs, layer.Units, ArtifactRange.ActivationLimit(scheme));
        centre = [.. input.Centre, .. new double[units]];
        step = [.. input.Step, .. Enumerable.Repeat(1.0 / hiddenScale, units)];
        double[,] scaled = ActivationMoments.Of(moments, centre, step);
        rounding = new(scaled);
        for (int k = 0; k < inputs; k++)
            xPower += scaled[k, k];
        for (int k = inputs; k < inputs + units; k++)
            hPower += scaled[k, k];
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
        var (multiplier, bias, shift) = (new float[rows], new int[rows], new byte[rows]);
        var (w, u) = (new sbyte[rows * inputs], new sbyte[rows * units]);
        Parallel.For(0, rows, row =>
        {
            var q = new sbyte[inputs + units];
            (multiplier[row], bias[row], shift[row]) = Row(row, q);
            q.AsSpan(0, inputs).CopyTo(w.AsSpan(row * inputs));
            q.AsSpan(inputs).CopyTo(u.AsSpan(row * units));
        });
        return
        [
            .. MemoryMarshal.AsBytes(multiplier.AsSpan()), .. MemoryMarshal.AsBytes(bias.AsSpan()), .. shift,
            .. MemoryMarshal.AsBytes(w.AsSpan()), .. MemoryMarshal.AsBytes(u.AsSpan()),
        ];
    }

    /// <summary>A row whose largest possible sums stay inside an int32, which the artifact's reader demands.</summary>
    (float Multiplier, int Bias, byte Shift) Row(int row, sbyte[] q)
    {
        // Half of an int32 leaves room for what compensation adds to the weights. Where it adds more than that, coarser units make room.
        for (double sumLimit = 1 << 30; ; sumLimit /= 2)
        {
            var (multiplier, bias, shift) = Row(row, q, sumLimit);
            double sum = (limit * Sum(q.AsSpan(0, inputs)) + Math.Abs((double)bias)) * (1 << shift) + limit * Sum(q.AsSpan(inputs));
            if (sum * Math.Max(1, multiplier) < 1.99 * (1 << 30))
                return (multiplier, bias, shift);
        }
    }

    (float Multiplier, int Bias, byte Shift) Row(int row, sbyte[] q, double sumLimit)
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

        // Everything is summed in units of U·h: no smaller than keeps the largest possible sum inside an int32.
        double largest = limit * Sum(weights.AsSpan(0, inputs + units)) + Math.Abs(weights[^1]);
        var (unit, shift) = Units(Max(weights.AsSpan(0, inputs)) / 127, Math.Max(Max(weights.AsSpan(inputs, units)) / 127, Math.Max(largest / sumLimit, 1e-12)));

        // Nor may the pre-activation leave an int32 before it saturates: beyond 2^30, 32,768 times what saturates a gate, a steeper one is the same.
        gateUnit = Math.Min(gateUnit, sumLimit / largest);
        float multiplier = (float)(unit * gateUnit);
        unit = multiplier / gateUnit; // what the rounded constant really means
        double xUnit = unit * (1 << shift);

        var scale = new double[inputs + units];
        scale.AsSpan(0, inputs).Fill(xUnit);
        scale.AsSpan(inputs).Fill(unit);
        double bias = rounding.Round(weights, scale, q);
        double mostBias = Math.Floor(sumLimit / (1 << shift));
        return (multiplier, (int)Math.Clamp(Math.Round(bias / xUnit), -mostBias, mostBias), (byte)shift);
    }

    /// <summary>
    /// The unit of U·h, and the shift to the coarser unit of W·x: of all pairs that hold both matrices in ±127, the one whose rounding makes the
    /// least noise on the calibration data. Where W would need a finer unit than U, it takes U's: its noise per column is then no more than theirs.
    /// </summary>
    (double Unit, int Shift) Units(double leastX, double leastH)
    {
        var (best, bestShift, least) = (0.0, 0, double.PositiveInfinity);
        for (int shift = 0; shift <= ArtifactRange.MostShift; shift++)
        {
            double unit = Math.Max(leastH, leastX / (1 << shift));
            double noise = unit * unit * (hPower + xPower * (1 << (2 * shift)));
            if (noise < least)
                (best, bestShift, least) = (unit, shift, noise);
        }

        return (best, bestShift);
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
