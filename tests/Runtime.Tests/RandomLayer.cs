using System.Runtime.InteropServices;
using EdgeLstm.Kernels;
using EdgeLstm.Layers;

namespace EdgeLstm.Runtime.Tests;

/// <summary>Layers of random constants, with extreme weights among them, that keep every sum inside an int32.</summary>
static class RandomLayer
{
    public static byte[] LstmData(Random random, int inputs, int units, int activationLimit) =>
        Product(random, 4 * units, inputs, units, activationLimit);

    /// <summary>
    /// The same with levels times a step for weights in the rows of i and f, of g and o, or of all: five levels, three, or fifteen;
    /// sometimes all of them at their ends.
    /// </summary>
    public static byte[] LevelData(Random random, int inputs, int units, int activationLimit)
    {
        byte[] data = LstmData(random, inputs, units, activationLimit);
        int rows = 4 * units, halves = random.Next(1, 4);
        for (int row = 0; row < rows; row++)
        {
            if ((halves >> row / (2 * units) & 1) == 0)
                continue;
            int most = random.Next(3) switch { 0 => 1, 1 => 2, _ => 7 };
            Levels(random, data.AsSpan(9 * rows + row * inputs, inputs), most);
            Levels(random, data.AsSpan(9 * rows + rows * inputs + row * units, units), most);
        }

        return data;
    }

    static void Levels(Random random, Span<byte> row, int most)
    {
        int step = random.Next(1, 127 / most + 1);
        bool extreme = random.Next(4) == 0;
        foreach (ref byte weight in row)
            weight = (byte)(step * (extreme ? (random.Next(2) == 0 ? most : -most) : random.Next(-most, most + 1)));
    }

    /// <summary>
    /// Levels of 1 and −1 in turn, of 512 inputs 128 in each sum, and inputs for which all products have one sign. All rows are alike, and
    /// nothing is saturated.
    /// </summary>
    public static (byte[] Data, sbyte[] X) LevelsAtTheEnd(int inputs, int units, int sign)
    {
        int rows = 4 * units;
        byte[] data = new byte[LstmLayer.DataBytes(inputs, units)];
        for (int row = 0; row < rows; row++)
            BitConverter.TryWriteBytes(data.AsSpan(4 * row), 1f / 1024);
        sbyte[] x = new sbyte[LstmLayer.Padded(inputs)];
        for (int k = 0; k < inputs; k++)
        {
            x[k] = (sbyte)(k % 2 == (sign > 0 ? 0 : 1) ? 127 : -128);
            for (int row = 0; row < rows; row++)
                data[9 * rows + row * inputs + k] = (byte)(k % 2 == 0 ? 127 : -127);
        }

        return (data, x);
    }

    /// <summary>A layer of low rank: its projection, and its gates over that.</summary>
    public static byte[] LowRankData(Random random, int inputs, int units, int rank, int activationLimit) =>
        [.. Product(random, rank, inputs, units, activationLimit, most: activationLimit),
            .. Product(random, 4 * units, rank, 0, activationLimit)];

    /// <summary>
    /// Columns of an LSTM that are read, now and then all or none; their weights, and the others of <paramref name="data"/> zeroed.
    /// </summary>
    public static (byte[] Mask, byte[] Few) Sparse(Random random, byte[] data, int inputs, int units)
    {
        var mask = new byte[ColumnMask.Bytes(inputs, units)];
        double share = random.Next(8) switch { 0 => 0, 1 => 1, _ => random.NextDouble() };
        for (int column = 0; column < inputs + units; column++)
            mask[column / 8] |= (byte)(random.NextDouble() < share ? 1 << column % 8 : 0);
        int next = 36 * units;
        var few = new byte[next + 4 * units * ColumnMask.Count(mask, 0, inputs + units)];
        data.AsSpan(0, next).CopyTo(few);
        for (int k = 36 * units; k < data.Length; k++)
        {
            int at = k - 36 * units, column = at < 4 * units * inputs ? at % inputs : inputs + (at - 4 * units * inputs) % units;
            if (ColumnMask.Keeps(mask, column))
                few[next++] = data[k];
            else
                data[k] = 0;
        }

        return (mask, few);
    }

    /// <summary>
    /// multiplier, bias, shift, W, U of rows whose sums mostly stay below <paramref name="most"/>, and sometimes exceed it.
    /// </summary>
    static byte[] Product(Random random, int rows, int inputs, int recurrent, int activationLimit, float most = 32768)
    {
        var data = new byte[rows * (9 + inputs + recurrent)];
        var multiplier = MemoryMarshal.Cast<byte, float>(data.AsSpan(0, 4 * rows));
        var bias = MemoryMarshal.Cast<byte, int>(data.AsSpan(4 * rows, 4 * rows));
        Weights(random, data.AsSpan(9 * rows));
        if (random.Next(2) == 0)
            FitPairSums(MemoryMarshal.Cast<byte, sbyte>(data.AsSpan(9 * rows)), rows, inputs, recurrent);
        for (int row = 0; row < rows; row++)
        {
            // Typical sums reach a few times the range, so that saturation happens too.
            int shift = random.Next(MaxShift(inputs, recurrent, activationLimit) + 1);
            float typical = 127f * activationLimit * MathF.Sqrt(recurrent + inputs * (1 << (2 * shift))) / 4;
            multiplier[row] = most / typical * (0.2f + 2 * random.NextSingle());
            bias[row] = (int)(typical / (1 << shift) * (random.NextSingle() - 0.5f));
            data[8 * rows + row] = (byte)shift;
        }

        return data;
    }

    /// <summary>Scales down what would not fit the sums of two tiles in int16; most of those sums are then at their limit.</summary>
    static void FitPairSums(Span<sbyte> weights, int rows, int inputs, int recurrent)
    {
        for (int row = 0; row < rows; row++)
        {
            Fit(weights.Slice(row * inputs, inputs));
            Fit(weights.Slice(rows * inputs + row * recurrent, recurrent));
        }

        static void Fit(Span<sbyte> row)
        {
            // 0, 2, 8, 10, 16…, with the two beside it and the same two of the next tile
            for (int first = 0; first < row.Length; first += first % 4 == 0 ? 2 : 6)
            {
                int sum = 0;
                for (int k = 0; k < 4; k++)
                    sum += Column(first, k) < row.Length ? Math.Abs((int)row[Column(first, k)]) : 0;
                for (int k = 0; k < 4 && sum > PairSums.Max; k++)
                    if (Column(first, k) < row.Length)
                        row[Column(first, k)] = (sbyte)(row[Column(first, k)] * PairSums.Max / sum);
            }
        }

        static int Column(int first, int k) => first + k % 2 + k / 2 * Panel.TileInputs;
    }

    /// <summary>The largest shift, at most 8, that keeps the greatest possible sum inside an int32.</summary>
    static int MaxShift(int inputs, int units, int limit)
    {
        int shift = 8;
        while (shift > 0 && 128.0 * limit * ((inputs + MathF.Sqrt(units + inputs)) * (1 << shift) + units) > int.MaxValue)
            shift--;
        return shift;
    }

    public static void Weights(Random random, Span<byte> weights)
    {
        bool extreme = random.Next(3) == 0;
        for (int k = 0; k < weights.Length; k++)
            weights[k] = (byte)(sbyte)(extreme ? (random.Next(2) == 0 ? 127 : -127) : random.Next(-127, 128));
    }

    /// <summary>Activations over the whole range, or all at its ends.</summary>
    public static short[] Activations(Random random, int count, int limit, int lowest)
    {
        bool extreme = random.Next(4) == 0;
        var x = new short[count];
        for (int k = 0; k < count; k++)
            x[k] = (short)(extreme ? (random.Next(2) == 0 ? limit : lowest) : random.Next(lowest, limit + 1));
        return x;
    }
}
