using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using EdgeLstm.Kernels;

namespace EdgeLstm.Layers;

/// <summary>
/// One quantized dense layer: y = (W·x)·multiplier + bias, the sum exact in int32, the rest one float32 multiply and one add per row, which
/// are the same on every machine. Immutable; steps allocate nothing.
/// </summary>
public sealed unsafe class DenseLayer
{
    readonly AlignedMemory _memory;
    readonly float[] _multiplier;
    readonly float[] _bias;

    /// <summary>Packs a layer.</summary>
    /// <param name="inputs">Input features I.</param>
    /// <param name="outputs">Rows O.</param>
    /// <param name="data">multiplier [O] float, bias [O] float, W [O, I] sbyte.</param>
    public DenseLayer(int inputs, int outputs, ReadOnlySpan<byte> data)
    {
        Throw.IfOutOfRange(inputs, 1, 1 << 16, nameof(inputs));
        Throw.IfOutOfRange(outputs, 1, 1 << 16, nameof(outputs));
        Throw.IfShorter(data.Length, DataBytes(inputs, outputs), nameof(data));
        Inputs = inputs;
        Outputs = outputs;
        _multiplier = MemoryMarshal.Cast<byte, float>(data[..(4 * outputs)]).ToArray();
        _bias = MemoryMarshal.Cast<byte, float>(data.Slice(4 * outputs, 4 * outputs)).ToArray();
        int stride = LstmLayer.Padded(inputs);
        _memory = new AlignedMemory(outputs * stride);
        for (int row = 0; row < outputs; row++)
            data.Slice(8 * outputs + row * inputs, inputs).CopyTo(new Span<byte>(_memory.Pointer + row * stride, inputs));
    }

    /// <summary>Input features.</summary>
    public int Inputs { get; }

    /// <summary>Rows.</summary>
    public int Outputs { get; }

    /// <summary>Bytes of a layer's constants.</summary>
    public static int DataBytes(int inputs, int outputs) => outputs * (8 + inputs);

    /// <summary>Computes the layer from int8 activations.</summary>
    /// <param name="x">Input, at least <see cref="LstmLayer.Padded"/>(<see cref="Inputs"/>) elements; what lies behind the inputs does not matter.</param>
    /// <param name="y">[<see cref="Outputs"/>] sums, before any activation.</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public void Step(ReadOnlySpan<sbyte> x, Span<float> y) => Step(KernelChoice.Current, x, y);

    /// <inheritdoc cref="Step(ReadOnlySpan{sbyte}, Span{float})"/>
    /// <remarks>Activations are int16, |x| ≤ 16384.</remarks>
    public void Step(ReadOnlySpan<short> x, Span<float> y) => Step(KernelChoice.Current, x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Step(Kernel kernel, ReadOnlySpan<sbyte> x, Span<float> y)
    {
        int stride = Check(x.Length, y.Length);
        fixed (sbyte* px = x)
            for (int row = 0; row < Outputs; row++)
                y[row] = DotProduct.Int8(kernel, (sbyte*)_memory.Pointer + row * stride, px, stride) * _multiplier[row] + _bias[row];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Step(Kernel kernel, ReadOnlySpan<short> x, Span<float> y)
    {
        int stride = Check(x.Length, y.Length);
        fixed (short* px = x)
            for (int row = 0; row < Outputs; row++)
                y[row] = DotProduct.Int16(kernel, (sbyte*)_memory.Pointer + row * stride, px, stride) * _multiplier[row] + _bias[row];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    int Check(int x, int y)
    {
        int stride = LstmLayer.Padded(Inputs);
        Throw.IfShorter(x, stride, "x");
        Throw.IfShorter(y, Outputs, "y");
        return stride;
    }
}
