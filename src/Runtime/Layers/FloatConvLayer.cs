using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace EdgeLstm.Layers;

/// <summary>
/// One float32 convolution over time, as <see cref="ConvLayer"/>; missing samples are zeros. Immutable; steps allocate nothing.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)] // generated code calls it
public sealed class FloatConvLayer
{
    readonly FloatDenseLayer _product;
    readonly int _kernel, _dilation;

    /// <summary>Packs a layer.</summary>
    /// <param name="inputs">I, features of a sample.</param>
    /// <param name="outputs">O, channels.</param>
    /// <param name="kernel">K, taps.</param>
    /// <param name="dilation">Samples from one tap to the next.</param>
    /// <param name="data">bias [O], W [O, K·I], all float, oldest tap first.</param>
    public FloatConvLayer(int inputs, int outputs, int kernel, int dilation, ReadOnlySpan<byte> data)
    {
        Throw.IfOutOfRange(kernel, 1, 1 << 14, nameof(kernel));
        Throw.IfOutOfRange(inputs, 1, (1 << 14) / kernel, nameof(inputs));
        Throw.IfOutOfRange(dilation, 1, 1 << 16, nameof(dilation));
        (Inputs, _kernel, _dilation) = (inputs, kernel, dilation);
        _product = new(kernel * inputs, outputs, data);
    }

    /// <summary>Input features.</summary>
    public int Inputs { get; }

    /// <summary>Channels.</summary>
    public int Outputs => _product.Outputs;

    /// <summary>Samples before the newest that one output sees.</summary>
    public int Past => (_kernel - 1) * _dilation;

    /// <inheritdoc cref="ConvLayer.Step(ReadOnlySpan{sbyte}, Span{sbyte}, long, Span{float})"/>
    [SkipLocalsInit]
    public void Step(ReadOnlySpan<float> x, Span<float> ring, long step, Span<float> y)
    {
        Span<float> taps = stackalloc float[_product.Inputs];
        TimeWindow.Stream(x, ring, step, _kernel, _dilation, Inputs, taps);
        _product.Step(taps, y);
    }

    /// <summary>One output of a window.</summary>
    /// <param name="rows">All samples, <see cref="Inputs"/> values each.</param>
    /// <param name="steps">Samples in <paramref name="rows"/>.</param>
    /// <param name="first">The sample at the oldest tap; zeros where there is none of that number.</param>
    /// <param name="y">[<see cref="Outputs"/>] sums, before any activation.</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    [SkipLocalsInit]
    public void Window(ReadOnlySpan<float> rows, int steps, int first, Span<float> y)
    {
        Span<float> taps = stackalloc float[_product.Inputs];
        TimeWindow.Window(rows, Inputs, steps, first, _kernel, _dilation, Inputs, default, taps);
        _product.Step(taps, y);
    }
}
