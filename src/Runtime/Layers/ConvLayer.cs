using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EdgeLstm.Layers;

/// <summary>
/// One quantized convolution over time: y = (Σ W[k]·x[t − past + k·dilation])·multiplier + bias, a dense product over the taps side by
/// side. Immutable; steps allocate nothing.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)] // generated code calls it
public sealed class ConvLayer
{
    readonly DenseLayer _product;
    readonly int _kernel, _dilation;
    readonly byte[] _pad;

    /// <summary>Packs a layer.</summary>
    /// <param name="inputs">I, features of a sample.</param>
    /// <param name="outputs">O, channels.</param>
    /// <param name="kernel">K, taps.</param>
    /// <param name="dilation">Samples from one tap to the next.</param>
    /// <param name="data">multiplier [O] float, bias [O] float, W [O, K·I] sbyte, oldest tap first.</param>
    /// <param name="pad">What stands where there is no sample: [I] activations; empty for zeros.</param>
    public ConvLayer(int inputs, int outputs, int kernel, int dilation, ReadOnlySpan<byte> data, ReadOnlySpan<byte> pad = default)
    {
        Throw.IfOutOfRange(kernel, 1, 1 << 14, nameof(kernel));
        Throw.IfOutOfRange(inputs, 1, (1 << 14) / kernel, nameof(inputs));
        Throw.IfOutOfRange(dilation, 1, 1 << 16, nameof(dilation));
        (Inputs, _kernel, _dilation) = (inputs, kernel, dilation);
        _product = new(kernel * inputs, outputs, data);
        _pad = pad.ToArray();
    }

    /// <summary>Input features.</summary>
    public int Inputs { get; }

    /// <summary>Channels.</summary>
    public int Outputs => _product.Outputs;

    /// <summary>Samples before the newest that one output sees.</summary>
    public int Past => (_kernel - 1) * _dilation;

    /// <summary>One step of a stream.</summary>
    /// <param name="x">[<see cref="Inputs"/>] or more.</param>
    /// <param name="ring">The last samples, [<see cref="Past"/>·<see cref="Inputs"/>] or more; this one is put in.</param>
    /// <param name="step">The sample's number in the stream: the ring's row is found by it.</param>
    /// <param name="y">[<see cref="Outputs"/>] sums, before any activation.</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    [SkipLocalsInit]
    public void Step(ReadOnlySpan<sbyte> x, Span<sbyte> ring, long step, Span<float> y)
    {
        Span<sbyte> taps = stackalloc sbyte[LstmLayer.Padded(_product.Inputs)];
        TimeWindow.Stream(x, ring, step, _kernel, _dilation, Inputs, taps);
        _product.Step(taps, y);
    }

    /// <inheritdoc cref="Step(ReadOnlySpan{sbyte}, Span{sbyte}, long, Span{float})"/>
    [SkipLocalsInit]
    public void Step(ReadOnlySpan<short> x, Span<short> ring, long step, Span<float> y)
    {
        Span<short> taps = stackalloc short[LstmLayer.Padded(_product.Inputs)];
        TimeWindow.Stream(x, ring, step, _kernel, _dilation, Inputs, taps);
        _product.Step(taps, y);
    }

    /// <summary>One output of a window.</summary>
    /// <param name="rows">All samples, <see cref="LstmLayer.Padded"/>(<see cref="Inputs"/>) elements each.</param>
    /// <param name="steps">Samples in <paramref name="rows"/>.</param>
    /// <param name="first">The sample at the oldest tap; padding where there is none of that number.</param>
    /// <param name="y">[<see cref="Outputs"/>] sums, before any activation.</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    [SkipLocalsInit]
    public void Window(ReadOnlySpan<sbyte> rows, int steps, int first, Span<float> y)
    {
        Span<sbyte> taps = stackalloc sbyte[LstmLayer.Padded(_product.Inputs)];
        TimeWindow.Window(rows, LstmLayer.Padded(Inputs), steps, first, _kernel, _dilation, Inputs, MemoryMarshal.Cast<byte, sbyte>(_pad),
            taps);
        _product.Step(taps, y);
    }

    /// <inheritdoc cref="Window(ReadOnlySpan{sbyte}, int, int, Span{float})"/>
    [SkipLocalsInit]
    public void Window(ReadOnlySpan<short> rows, int steps, int first, Span<float> y)
    {
        Span<short> taps = stackalloc short[LstmLayer.Padded(_product.Inputs)];
        TimeWindow.Window(rows, LstmLayer.Padded(Inputs), steps, first, _kernel, _dilation, Inputs, MemoryMarshal.Cast<byte, short>(_pad),
            taps);
        _product.Step(taps, y);
    }

    /// <summary>The ring of a stream before its first sample, where padding is not zeros.</summary>
    public void Begin(Span<sbyte> ring) => TimeWindow.Begin(ring, Past, Inputs, MemoryMarshal.Cast<byte, sbyte>(_pad));

    /// <inheritdoc cref="Begin(Span{sbyte})"/>
    public void Begin(Span<short> ring) => TimeWindow.Begin(ring, Past, Inputs, MemoryMarshal.Cast<byte, short>(_pad));
}
