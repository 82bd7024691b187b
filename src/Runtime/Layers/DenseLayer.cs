using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using EdgeLstm.Gates;
using EdgeLstm.Kernels;

namespace EdgeLstm.Layers;

/// <summary>
/// One quantized dense layer: y = (W·x)·multiplier + bias, the sum exact in int32, the rest one float32 multiply and one add per row, which
/// are the same on every machine. Immutable; steps allocate nothing.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)] // generated code calls it
public sealed unsafe class DenseLayer
{
    readonly AlignedMemory _memory; // [outputs][stride] weights, then [outputs] multiplier and bias in turn
    readonly int _stride;

    /// <summary>Packs a layer.</summary>
    /// <param name="inputs">I, features of a sample.</param>
    /// <param name="outputs">O, rows of W.</param>
    /// <param name="data">multiplier [O] float, bias [O] float, W [O, I] sbyte.</param>
    public DenseLayer(int inputs, int outputs, ReadOnlySpan<byte> data)
    {
        Throw.IfOutOfRange(inputs, 1, 1 << 16, nameof(inputs));
        Throw.IfOutOfRange(outputs, 1, 1 << 16, nameof(outputs));
        Throw.IfShorter(data.Length, DataBytes(inputs, outputs), nameof(data));
        Inputs = inputs;
        Outputs = outputs;
        _stride = LstmLayer.Padded(inputs);
        _memory = new AlignedMemory(outputs * (_stride + 8));
        var floats = MemoryMarshal.Cast<byte, float>(data[..(8 * outputs)]);
        for (int row = 0; row < outputs; row++)
        {
            data.Slice(8 * outputs + row * inputs, inputs).CopyTo(new Span<byte>(_memory.Pointer + row * _stride, inputs));
            Constants[2 * row] = floats[row];
            Constants[2 * row + 1] = floats[outputs + row];
        }
    }

    /// <summary>Input features.</summary>
    public int Inputs { get; }

    /// <summary>Rows.</summary>
    public int Outputs { get; }

    /// <summary>Bytes of a layer's constants.</summary>
    public static int DataBytes(int inputs, int outputs) => outputs * (8 + inputs);

    /// <summary>Computes the layer from int8 activations.</summary>
    /// <param name="x">Input, at least <see cref="LstmLayer.Padded"/>(<see cref="Inputs"/>) elements; what lies behind the inputs does not
    /// matter.</param>
    /// <param name="y">[<see cref="Outputs"/>] sums, before any activation.</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public void Step(ReadOnlySpan<sbyte> x, Span<float> y) => Step(KernelChoice.Current, x, y);

    /// <inheritdoc cref="Step(ReadOnlySpan{sbyte}, Span{float})"/>
    /// <remarks>Activations are int16, |x| ≤ 16384.</remarks>
    public void Step(ReadOnlySpan<short> x, Span<float> y) => Step(KernelChoice.Current, x, y);

    float* Constants
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (float*)(_memory.Pointer + Outputs * _stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Step(Kernel kernel, ReadOnlySpan<sbyte> x, Span<float> y)
    {
        Check(x.Length, y.Length);
        fixed (sbyte* px = &MemoryMarshal.GetReference(x))
        fixed (float* py = &MemoryMarshal.GetReference(y))
            KernelChoice.RunInt8(kernel, new KernelStep<sbyte>(this, px, py));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Step(Kernel kernel, ReadOnlySpan<short> x, Span<float> y)
    {
        Check(x.Length, y.Length);
        fixed (short* px = &MemoryMarshal.GetReference(x))
        fixed (float* py = &MemoryMarshal.GetReference(y))
            KernelChoice.RunInt16(kernel, new KernelStep<short>(this, px, py));
    }

    readonly struct KernelStep<TActivation>(DenseLayer layer, TActivation* x, float* y) : IKernelStep<TActivation>
        where TActivation : unmanaged
    {
        public bool PairSumsFit => true; // there are no panels

        public bool HasLevels => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool Run<TProduct, TDot, TVector, TLanes>()
            where TProduct : IPanelProduct<TActivation>
            where TDot : IDotProduct<TActivation>
            where TVector : struct
            where TLanes : ILanes<TVector>
        {
            layer.Rows<TActivation, TDot>(x, y);
            return false;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Rows<TActivation, TDot>(TActivation* x, float* y)
        where TActivation : unmanaged
        where TDot : IDotProduct<TActivation>
    {
        sbyte* w = (sbyte*)_memory.Pointer;
        float* constants = Constants;
        for (float* end = y + Outputs; y != end; y++, w += _stride, constants += 2)
            *y = TDot.Sum(w, x, _stride) * constants[0] + constants[1];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Check(int x, int y)
    {
        Throw.IfShorter(x, _stride, "x");
        Throw.IfShorter(y, Outputs, "y");
    }
}
