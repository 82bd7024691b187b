using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using EdgeLstm.Gates;
using EdgeLstm.Kernels;
using EdgeLstm.Layers;
using EdgeLstm.Runtime.Tests;

namespace EdgeLstm.ArmBench;

/// <summary>The kernel tests of Runtime.Tests for an arm64 processor: every kernel it supports against the scalar definition.</summary>
static unsafe class KernelChecks
{
    static int _layersWithLevels;

    [UnmanagedCallersOnly(EntryPoint = "kernel_current")]
    public static int Current() => (int)KernelChoice.Current;

    /// <summary>
    /// Bytes that differ over all shapes from 1 to <paramref name="largest"/>; the number of comparisons is added to *compared.
    /// </summary>
    [UnmanagedCallersOnly(EntryPoint = "kernel_mismatches")]
    public static int Mismatches(int largest, int stride, int* compared)
    {
        var random = new Random(1);
        int wrong = 0;
        for (int inputs = 1; inputs <= largest; inputs++)
        {
            for (int units = 1 + inputs % stride; units <= largest; units += stride)
            {
                foreach (Kernel kernel in (ReadOnlySpan<Kernel>)[Kernel.AdvSimd, Kernel.AdvSimdDotProduct])
                {
                    if (!KernelChoice.IsSupported(kernel))
                        continue;
                    wrong += Lstm8(random, kernel, inputs, units) + Lstm16(random, kernel, inputs, units) + Dense(random, kernel, inputs);
                    wrong += Lstm8(random, kernel, inputs, units, levels: true);
                    int rank = 1 + (inputs + units) % 70;
                    wrong += Lstm8(random, kernel, inputs, units, rank) + Lstm16(random, kernel, inputs, units, rank);
                    wrong += Lstm8(random, kernel, inputs, units, levels: inputs % 2 == 0, sparse: true)
                        + Lstm16(random, kernel, inputs, units, sparse: true);
                    *compared += 8;
                }
            }
        }

        for (int sign = -1; sign <= 1; sign += 2)
            wrong += LevelsAtTheEnd(sign);
        return _layersWithLevels > 100 ? wrong : wrong + 1;
    }

    /// <summary>Gate results over all 65,536 inputs that differ from the scalar definition.</summary>
    [UnmanagedCallersOnly(EntryPoint = "gate_mismatches")]
    public static int GateMismatches()
    {
        int wrong = 0;
        short* actual = stackalloc short[16];
        for (int u = short.MinValue; u <= short.MaxValue; u += 8)
        {
            var input = Vector128.Create((short)u) + Vector128<short>.Indices;
            GateMath.Tanh<Vector128<short>, AdvSimdLanes<Armv80>>(input).Store(actual);
            GateMath.Sigmoid<Vector128<short>, AdvSimdLanes<Armv80>>(input).Store(actual + 8);
            wrong += Differ(u, actual);
            if (!KernelChoice.IsSupported(Kernel.AdvSimdDotProduct))
                continue;
            GateMath.Tanh<Vector128<short>, AdvSimdLanes<Armv82>>(input).Store(actual);
            GateMath.Sigmoid<Vector128<short>, AdvSimdLanes<Armv82>>(input).Store(actual + 8);
            wrong += Differ(u, actual);
        }

        return wrong;
    }

    static int Differ(int u, short* actual)
    {
        int wrong = 0;
        for (int k = 0; k < 8; k++)
        {
            wrong += GateMath.Tanh<short, ScalarLanes>((short)(u + k)) == actual[k] ? 0 : 1;
            wrong += GateMath.Sigmoid<short, ScalarLanes>((short)(u + k)) == actual[8 + k] ? 0 : 1;
        }

        return wrong;
    }

    static int Lstm8(Random random, Kernel kernel, int inputs, int units, int rank = 0, bool levels = false, bool sparse = false)
    {
        byte[] data = rank != 0 ? RandomLayer.LowRankData(random, inputs, units, rank, 127)
            : levels ? RandomLayer.LevelData(random, inputs, units, 127) : RandomLayer.LstmData(random, inputs, units, 127);
        var (mask, few) = sparse ? RandomLayer.Sparse(random, data, inputs, units) : ([], data);
        var (cellBits, scale) = (random.Next(9, 14), (short)random.Next(100, 400));
        sbyte[] x = Narrow(RandomLayer.Activations(random, LstmLayer.Padded(inputs), 127, -128));
        sbyte[] h = Narrow(RandomLayer.Activations(random, LstmLayer.Padded(units), 127, -128)), expectedH = Copy(h);
        short[] c = RandomLayer.Activations(random, LstmLayer.Padded(units), short.MaxValue, short.MinValue), expectedC = Copy(c);
        bool binary = random.Next(3) == 0;
        bool isCut = new LstmLayer(inputs, units, rank, data, cellBits, scale, Kernel.Scalar, binary)
            .Step(Kernel.Scalar, x, expectedH, expectedC);
        var layer = new LstmLayer(inputs, units, rank, few, cellBits, scale, kernel, binary, mask, int8Activations: true);
        bool isSame = layer.Step(kernel, x, h, c) == isCut;
        if (layer.HasLevels)
            _layersWithLevels++;
        return isSame && h.AsSpan().SequenceEqual(expectedH) && c.AsSpan().SequenceEqual(expectedC) ? 0 : 1;
    }

    static int LevelsAtTheEnd(int sign)
    {
        var (data, x) = RandomLayer.LevelsAtTheEnd(512, 32, sign);
        sbyte[] h = new sbyte[32], expectedH = new sbyte[32];
        short[] c = new short[32], expectedC = new short[32];
        new LstmLayer(512, 32, 0, data, 12, 127, Kernel.Scalar).Step(Kernel.Scalar, x, expectedH, expectedC);
        var layer = new LstmLayer(512, 32, 0, data, 12, 127, Kernel.AdvSimd, int8Activations: true);
        layer.Step(Kernel.AdvSimd, x, h, c);
        return layer.HasLevels && h.AsSpan().SequenceEqual(expectedH) && c.AsSpan().SequenceEqual(expectedC) ? 0 : 1;
    }

    static int Lstm16(Random random, Kernel kernel, int inputs, int units, int rank = 0, bool sparse = false)
    {
        byte[] data = rank == 0 ? RandomLayer.LstmData(random, inputs, units, 16384)
            : RandomLayer.LowRankData(random, inputs, units, rank, 16384);
        var (mask, few) = sparse ? RandomLayer.Sparse(random, data, inputs, units) : ([], data);
        var (cellBits, scale) = (random.Next(9, 14), (short)16384);
        short[] x = RandomLayer.Activations(random, LstmLayer.Padded(inputs), 16384, -16384);
        short[] h = RandomLayer.Activations(random, LstmLayer.Padded(units), 16384, -16384), expectedH = Copy(h);
        short[] c = RandomLayer.Activations(random, LstmLayer.Padded(units), short.MaxValue, short.MinValue), expectedC = Copy(c);
        bool binary = random.Next(3) == 0;
        bool isCut = new LstmLayer(inputs, units, rank, data, cellBits, scale, Kernel.Scalar, binary)
            .Step(Kernel.Scalar, x, expectedH, expectedC);
        bool isSame = new LstmLayer(inputs, units, rank, few, cellBits, scale, kernel, binary, mask).Step(kernel, x, h, c) == isCut;
        return isSame && h.AsSpan().SequenceEqual(expectedH) && c.AsSpan().SequenceEqual(expectedC) ? 0 : 1;
    }

    static int Dense(Random random, Kernel kernel, int inputs)
    {
        var data = new byte[DenseLayer.DataBytes(inputs, 2)];
        for (int k = 0; k < 4; k++)
            BitConverter.TryWriteBytes(data.AsSpan(4 * k), random.NextSingle() - 0.5f);
        RandomLayer.Weights(random, data.AsSpan(16));
        var layer = new DenseLayer(inputs, 2, data);
        short[] wide = RandomLayer.Activations(random, LstmLayer.Padded(inputs), 16384, -16384);
        sbyte[] narrow = Narrow(RandomLayer.Activations(random, LstmLayer.Padded(inputs), 127, -128));
        float[] expected = new float[4], actual = new float[4];
        layer.Step(Kernel.Scalar, narrow, expected);
        layer.Step(Kernel.Scalar, wide, expected.AsSpan(2));
        layer.Step(kernel, narrow, actual);
        layer.Step(kernel, wide, actual.AsSpan(2));
        return expected.AsSpan().SequenceEqual(actual) ? 0 : 1;
    }

    static sbyte[] Narrow(short[] values)
    {
        var narrow = new sbyte[values.Length];
        for (int k = 0; k < values.Length; k++)
            narrow[k] = (sbyte)values[k];
        return narrow;
    }

    static T[] Copy<T>(T[] values)
    {
        var copy = new T[values.Length];
        values.AsSpan().CopyTo(copy);
        return copy;
    }
}
