using System.Runtime.InteropServices;
using EdgeLstm.Gates;
using EdgeLstm.Kernels;
using EdgeLstm.Layers;
using EdgeLstm.Runtime.Tests;

namespace EdgeLstm.ArmBench;

/// <summary>
/// The cell tests of Runtime.Tests for an arm64 processor: every cell on every kernel it supports against the scalar definition.
/// </summary>
static unsafe class CellChecks
{
    /// <summary>Layers that differ over shapes up to <paramref name="largest"/>; the number of comparisons is added to *compared.</summary>
    [UnmanagedCallersOnly(EntryPoint = "cell_mismatches")]
    public static int Mismatches(int largest, int stride, int* compared)
    {
        var random = new Random(2);
        int wrong = 0;
        foreach (var (kind, flags) in RandomCell.All)
        {
            for (int inputs = 1; inputs <= largest; inputs += stride)
            {
                for (int units = 1 + inputs % stride; units <= largest; units += stride)
                {
                    var shape = new CellShape(kind, flags, inputs, units, RandomCell.Outputs(kind, units));
                    foreach (Kernel kernel in (ReadOnlySpan<Kernel>)[Kernel.AdvSimd, Kernel.AdvSimdDotProduct])
                    {
                        if (!KernelChoice.IsSupported(kernel))
                            continue;
                        wrong += Narrow(random, kernel, shape) + Wide(random, kernel, shape);
                        *compared += 2;
                    }
                }
            }
        }

        return wrong;
    }

    /// <summary>Values of the functions that the lanes compute, over all 65,536 inputs, that differ from the scalar definition.</summary>
    [UnmanagedCallersOnly(EntryPoint = "function_mismatches")]
    public static int FunctionMismatches()
    {
        short* expected = stackalloc short[16];
        short* actual = stackalloc short[16];
        short* table = stackalloc short[GateFunction.TableLength];
        int wrong = 0;
        for (int k = 0; k < GateFunction.TableLength; k++)
            table[k] = (short)(k * k / 9 - 14000);
        foreach (GateFunctionKind kind in (ReadOnlySpan<GateFunctionKind>)[GateFunctionKind.Clamp, GateFunctionKind.Step,
            GateFunctionKind.ThreeLevel, GateFunctionKind.Threshold, GateFunctionKind.Table])
        {
            for (int round = 0; round < 2 << 16; round += 16)
            {
                int u = short.MinValue + round % (1 << 16);
                // of a table, both layouts
                var function = new GateFunction(kind, 1, 30000, (short)(round >> 16 == 0 ? 0 : 1234), -20000, 20000);
                for (int k = 0; k < 16; k++)
                    expected[k] = actual[k] = (short)(u + k);
                GateFunctions.Apply<short, ScalarLanes>(function, table, expected, 16, 1);
                GateFunctions.Apply<System.Runtime.Intrinsics.Vector128<short>, AdvSimdLanes<Armv80>>(function, table, actual, 16, 1);
                for (int k = 0; k < 16; k++)
                    wrong += expected[k] == actual[k] ? 0 : 1;
            }
        }

        return wrong;
    }

    static int Narrow(Random random, Kernel kernel, CellShape shape)
    {
        byte[] data = RandomCell.Data(random, shape, 127);
        CellLayer layer = Layer(shape, data, Kernel.Scalar), vector = Layer(shape, data, kernel);
        sbyte[] x = Bytes(RandomLayer.Activations(random, LstmLayer.Padded(shape.Inputs), 127, -128));
        sbyte[] h = Bytes(RandomLayer.Activations(random, layer.HiddenLength, 127, -128)), expectedH = new sbyte[h.Length];
        short[] c = RandomLayer.Activations(random, layer.CellLength, 16384, -16384), expectedC = new short[c.Length];
        h.AsSpan().CopyTo(expectedH);
        c.AsSpan().CopyTo(expectedC);
        bool isSame = true;
        for (int t = 0; t < 2; t++)
            isSame &= layer.Step(Kernel.Scalar, x, expectedH, expectedC) == vector.Step(kernel, x, h, c);
        return isSame && h.AsSpan().SequenceEqual(expectedH) && c.AsSpan().SequenceEqual(expectedC) ? 0 : 1;
    }

    static int Wide(Random random, Kernel kernel, CellShape shape)
    {
        byte[] data = RandomCell.Data(random, shape, 16384);
        CellLayer layer = Layer(shape, data, Kernel.Scalar), vector = Layer(shape, data, kernel);
        short[] x = RandomLayer.Activations(random, LstmLayer.Padded(shape.Inputs), 16384, -16384);
        short[] h = RandomLayer.Activations(random, layer.HiddenLength, 16384, -16384), expectedH = new short[h.Length];
        short[] c = RandomLayer.Activations(random, layer.CellLength, 16384, -16384), expectedC = new short[c.Length];
        h.AsSpan().CopyTo(expectedH);
        c.AsSpan().CopyTo(expectedC);
        bool isSame = true;
        for (int t = 0; t < 2; t++)
            isSame &= layer.Step(Kernel.Scalar, x, expectedH, expectedC) == vector.Step(kernel, x, h, c);
        return isSame && h.AsSpan().SequenceEqual(expectedH) && c.AsSpan().SequenceEqual(expectedC) ? 0 : 1;
    }

    static CellLayer Layer(CellShape shape, byte[] data, Kernel kernel) =>
        new(shape.Kind, shape.Flags, shape.Inputs, shape.HiddenSize, shape.Outputs, data, kernel);

    static sbyte[] Bytes(short[] values)
    {
        var narrow = new sbyte[values.Length];
        for (int k = 0; k < values.Length; k++)
            narrow[k] = (sbyte)values[k];
        return narrow;
    }
}
