using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using EdgeLstm.Gates;
using EdgeLstm.Kernels;

namespace EdgeLstm.Layers;

/// <summary>
/// One float32 LSTM layer and its step: the scheme to compare with, and for models that must not be quantized. Immutable; steps allocate
/// nothing.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)] // generated code calls it
public sealed unsafe class FloatLstmLayer
{
    const int MaxColumns = 4096;

    readonly AlignedMemory _memory;

    /// <summary>Packs a layer. Rows are gate-major: [i, f, g, o][units].</summary>
    /// <param name="inputs">I, features of a sample.</param>
    /// <param name="hiddenSize">H, hidden units, at least 1.</param>
    /// <param name="data">bias [4·H], W [4·H, I], U [4·H, H], all float.</param>
    public FloatLstmLayer(int inputs, int hiddenSize, ReadOnlySpan<byte> data)
    {
        Throw.IfOutOfRange(hiddenSize, 1, MaxColumns, nameof(hiddenSize));
        Throw.IfOutOfRange(inputs, 1, MaxColumns - hiddenSize, nameof(inputs));
        Throw.IfShorter(data.Length, DataBytes(inputs, hiddenSize), nameof(data));
        Inputs = inputs;
        HiddenSize = hiddenSize;
        int blocks = LstmLayer.Padded(hiddenSize) / LstmCell.BlockUnits;
        _memory = new AlignedMemory(blocks * PanelFloats * 4);
        Pack(MemoryMarshal.Cast<byte, float>(data));
    }

    /// <summary>Input features.</summary>
    public int Inputs { get; }

    /// <summary>Hidden units.</summary>
    public int HiddenSize { get; }

    int PanelFloats => FloatPanel.Rows * (1 + Inputs + HiddenSize);

    /// <summary>Bytes of a layer's constants.</summary>
    public static int DataBytes(int inputs, int hiddenSize) => 4 * LstmCell.Gates * hiddenSize * (1 + inputs + hiddenSize);

    /// <summary>One step.</summary>
    /// <param name="x">[<see cref="Inputs"/>] or more.</param>
    /// <param name="h">Hidden state, <see cref="LstmLayer.Padded"/>(<see cref="HiddenSize"/>) elements, replaced.</param>
    /// <param name="c">Cell state, as many elements as <paramref name="h"/>, replaced.</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public void Step(ReadOnlySpan<float> x, Span<float> h, Span<float> c) => Step(KernelChoice.Current, x, h, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Step(Kernel kernel, ReadOnlySpan<float> x, Span<float> h, Span<float> c)
    {
        Throw.IfShorter(x.Length, Inputs, nameof(x));
        Throw.IfShorter(h.Length, LstmLayer.Padded(HiddenSize), nameof(h));
        Throw.IfShorter(c.Length, LstmLayer.Padded(HiddenSize), nameof(c));
        fixed (float* px = x, ph = h, pc = c)
        {
            switch (kernel)
            {
                case Kernel.Avx2 or Kernel.AvxVnni or Kernel.Avx512 when Avx2.IsSupported:
                    Step<Vector256<float>, Float256Lanes>(px, ph, pc);
                    break;
                case Kernel.AdvSimd or Kernel.AdvSimdDotProduct when AdvSimd.IsSupported:
                    Step<Vector128<float>, Float128Lanes>(px, ph, pc);
                    break;
                default: Step<float, FloatScalarLanes>(px, ph, pc); break;
            }
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // the JIT's first, unoptimised version of vector code is a hundred times slower
    void Step<T, TLanes>(float* x, float* h, float* c)
        where T : struct
        where TLanes : IFloatLanes<T>
    {
        int columns = Inputs + HiddenSize;
        float* z = stackalloc float[columns];
        new ReadOnlySpan<float>(x, Inputs).CopyTo(new Span<float>(z, Inputs));
        new ReadOnlySpan<float>(h, HiddenSize).CopyTo(new Span<float>(z + Inputs, HiddenSize));
        float* panel = (float*)_memory.Pointer;
        for (int unit = 0; unit < HiddenSize; unit += LstmCell.BlockUnits, panel += PanelFloats)
            FloatPanel.Step<T, TLanes>(panel, z, columns, c + unit, h + unit);
    }

    void Pack(ReadOnlySpan<float> data)
    {
        int rows = LstmCell.Gates * HiddenSize;
        var bias = data[..rows];
        var w = data.Slice(rows, rows * Inputs);
        var u = data.Slice(rows + rows * Inputs, rows * HiddenSize);
        for (int row = 0; row < rows; row++)
        {
            int unit = row % HiddenSize;
            float* target = (float*)_memory.Pointer + unit / LstmCell.BlockUnits * PanelFloats
                + row / HiddenSize * LstmCell.BlockUnits + unit % LstmCell.BlockUnits;
            *target = bias[row];
            for (int k = 0; k < Inputs; k++)
                *(target += FloatPanel.Rows) = w[row * Inputs + k];
            for (int k = 0; k < HiddenSize; k++)
                *(target += FloatPanel.Rows) = u[row * HiddenSize + k];
        }
    }
}
