using System.Runtime.InteropServices;
using EdgeLstm.Gates;

namespace EdgeLstm.Runtime.Tests;

/// <summary>
/// Cells of random constants, with extreme ones among them, that keep every sum inside an int32. Shared with the arm64 bench.
/// </summary>
static class RandomCell
{
    /// <summary>Every cell that there is, twice where a random choice of functions says little.</summary>
    public static readonly (CellKind Kind, CellFlags Flags)[] All =
    [
        (CellKind.Elman, CellFlags.None),
        (CellKind.Jordan, CellFlags.None),
        (CellKind.GruResetAfter, CellFlags.None),
        (CellKind.GruResetBefore, CellFlags.None),
        (CellKind.Lstm, CellFlags.None),
        (CellKind.Lstm, CellFlags.Peepholes),
        (CellKind.Lstm, CellFlags.NoInputGate),
        (CellKind.Lstm, CellFlags.NoForgetGate),
        (CellKind.Lstm, CellFlags.NoForgetGate | CellFlags.Peepholes),
        (CellKind.Lstm, CellFlags.NoOutputGate),
        (CellKind.Lstm, CellFlags.NoOutputGate | CellFlags.Peepholes),
        (CellKind.Lstm, CellFlags.Coupled),
        (CellKind.Lstm, CellFlags.Coupled | CellFlags.Peepholes),
        (CellKind.Lstm, CellFlags.FullGateRecurrence),
        (CellKind.Lstm, CellFlags.FullGateRecurrence | CellFlags.Peepholes),
        (CellKind.Lstm, CellFlags.NoInputGate | CellFlags.NoForgetGate | CellFlags.NoOutputGate),
    ];

    /// <summary>Outputs of a layer with so many units: a Jordan network has fewer.</summary>
    public static int Outputs(CellKind kind, int units) => kind == CellKind.Jordan ? (units + 2) / 3 : units;

    /// <param name="random">Where everything comes from.</param>
    /// <param name="shape">Kind and sizes.</param>
    /// <param name="activationLimit">127 or 16384.</param>
    public static byte[] Data(Random random, CellShape shape, int activationLimit)
    {
        const int Tables = 2;
        var data = new byte[shape.DataBytes(Tables)];
        Span<byte> rest = data;
        var functions = MemoryMarshal.Cast<byte, GateFunction>(rest[..(shape.Functions * GateFunction.Bytes)]);
        for (int k = 0; k < functions.Length; k++)
            functions[k] = Function(random);
        functions[^1] = new(GateFunctionKind.Table, table: Tables - 1); // whatever the others are, both tables are there
        rest = rest[(shape.Functions * GateFunction.Bytes)..];

        Shorts(random, rest[..CellConstants.Bytes], 15000, 32767);
        ref var constants = ref MemoryMarshal.AsRef<CellConstants>(rest);
        constants.KeptDoublings = Doublings(random);
        constants.One = (short)(constants.KeptDoublings == 0 ? 32767 : 32768 >> constants.KeptDoublings);
        constants.Added = new(constants.Added.Mantissa, Doublings(random));
        constants.Hidden = new(activationLimit == 127 ? (short)random.Next(100, 400) : constants.Hidden.Mantissa, Doublings(random));
        constants.Gate = new((short)activationLimit, 0);
        (constants.PeepholeI, constants.PeepholeF, constants.PeepholeO) = (Doublings(random), Doublings(random), Doublings(random));
        constants.ResetDoublings = Doublings(random);
        rest = rest[CellConstants.Bytes..];

        for (int k = 0; k < Tables; k++, rest = rest[(2 * GateFunction.TableLength)..])
            Table(random, MemoryMarshal.Cast<byte, short>(rest[..(2 * GateFunction.TableLength)]));
        Product(random, shape.First, rest[..(int)shape.First.Bytes], activationLimit);
        rest = rest[(int)shape.First.Bytes..];
        Product(random, shape.Second, rest[..(int)shape.Second.Bytes], activationLimit);
        Shorts(random, rest[(int)shape.Second.Bytes..], -32767, 32767);
        return data;
    }

    static GateFunction Function(Random random)
    {
        var kind = (GateFunctionKind)random.Next(7);
        short a = (short)random.Next(-32767, 32768), low = (short)random.Next(-32767, 0), high = (short)random.Next(1, 32768);
        if (kind == GateFunctionKind.ThreeLevel)
            a = Math.Abs(a);
        return new(kind, Doublings(random), random.Next(3) == 0 ? (short)random.Next(1, 32768) : short.MaxValue, a, low, high);
    }

    static short Doublings(Random random) => (short)(random.Next(2) == 0 ? 0 : random.Next(0, 4));

    static void Table(Random random, Span<short> table)
    {
        bool extreme = random.Next(3) == 0;
        for (int k = 0; k < table.Length; k++)
            table[k] = (short)(extreme ? (random.Next(2) == 0 ? 32767 : -32767) : (k - 256) * 127);
    }

    static void Shorts(Random random, Span<byte> target, int least, int most)
    {
        foreach (ref short value in MemoryMarshal.Cast<byte, short>(target))
            value = (short)random.Next(least, most + 1);
    }

    static void Product(Random random, CellProduct product, Span<byte> data, int activationLimit)
    {
        if (product.Groups == 0)
            return;
        int rows = product.Rows;
        var multiplier = MemoryMarshal.Cast<byte, float>(data[..(4 * rows)]);
        var bias = MemoryMarshal.Cast<byte, int>(data.Slice(4 * rows, 4 * rows));
        RandomLayer.Weights(random, data[(9 * rows)..]);
        float typical = 127f * activationLimit * MathF.Sqrt(product.X + product.R) / 4;
        for (int row = 0; row < rows; row++)
        {
            multiplier[row] = 32768f / typical * (0.2f + 2 * random.NextSingle()); // saturation happens too
            data[8 * rows + row] = (byte)random.Next(3);
            bias[row] = (int)(typical * (random.NextSingle() - 0.5f)) >> data[8 * rows + row];
        }
    }
}
