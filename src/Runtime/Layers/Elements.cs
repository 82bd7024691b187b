using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EdgeLstm.Layers;

/// <summary>
/// What needs no neighbours: sums, products, scalings and changes of form, feature by feature. The destination's length is how many there
/// are.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)] // generated code calls it
public static class Elements
{
    /// <summary>y = x.</summary>
    public static void Copy<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged
    {
        Throw.IfShorter(x.Length, y.Length, nameof(x));
        x[..y.Length].CopyTo(y);
    }

    /// <summary>y += x.</summary>
    public static void Add(ReadOnlySpan<float> x, Span<float> y)
    {
        Throw.IfShorter(x.Length, y.Length, nameof(x));
        for (int k = 0; k < y.Length; k++)
            y[k] += x[k];
    }

    /// <summary>y *= x.</summary>
    public static void Multiply(ReadOnlySpan<float> x, Span<float> y)
    {
        Throw.IfShorter(x.Length, y.Length, nameof(x));
        for (int k = 0; k < y.Length; k++)
            y[k] *= x[k];
    }

    /// <summary>y = the greater of x and y; of a NaN in x, y.</summary>
    public static void Max(ReadOnlySpan<float> x, Span<float> y)
    {
        Throw.IfShorter(x.Length, y.Length, nameof(x));
        for (int k = 0; k < y.Length; k++)
            y[k] = x[k] > y[k] ? x[k] : y[k];
    }

    /// <summary>y = the lesser of x and y; of a NaN in x, y.</summary>
    public static void Min(ReadOnlySpan<float> x, Span<float> y)
    {
        Throw.IfShorter(x.Length, y.Length, nameof(x));
        for (int k = 0; k < y.Length; k++)
            y[k] = x[k] < y[k] ? x[k] : y[k];
    }

    /// <summary>y = x·scale + offset.</summary>
    public static void Affine(ReadOnlySpan<float> x, ReadOnlySpan<float> scale, ReadOnlySpan<float> offset, Span<float> y)
    {
        Throw.IfShorter(x.Length, y.Length, nameof(x));
        Throw.IfShorter(scale.Length, y.Length, nameof(scale));
        Throw.IfShorter(offset.Length, y.Length, nameof(offset));
        for (int k = 0; k < y.Length; k++)
            y[k] = x[k] * scale[k] + offset[k];
    }

    /// <summary>y[0] = the place of the greatest of <paramref name="x"/>, from 0; of equals the first.</summary>
    public static void ArgMax(ReadOnlySpan<float> x, Span<float> y)
    {
        Throw.IfShorter(x.Length, 1, nameof(x));
        Throw.IfShorter(y.Length, 1, nameof(y));
        int greatest = 0;
        for (int k = 1; k < x.Length; k++)
            greatest = x[k] > x[greatest] ? k : greatest;
        y[0] = greatest;
    }

    /// <summary>The input as the network sees it, from its units: y = x·scale + offset.</summary>
    public static void Dequantize(ReadOnlySpan<sbyte> x, ReadOnlySpan<float> scale, ReadOnlySpan<float> offset, Span<float> y)
    {
        Throw.IfShorter(x.Length, y.Length, nameof(x));
        Throw.IfShorter(scale.Length, y.Length, nameof(scale));
        Throw.IfShorter(offset.Length, y.Length, nameof(offset));
        for (int k = 0; k < y.Length; k++)
            y[k] = x[k] * scale[k] + offset[k];
    }

    /// <inheritdoc cref="Dequantize(ReadOnlySpan{sbyte}, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    public static void Dequantize(ReadOnlySpan<short> x, ReadOnlySpan<float> scale, ReadOnlySpan<float> offset, Span<float> y)
    {
        Throw.IfShorter(x.Length, y.Length, nameof(x));
        Throw.IfShorter(scale.Length, y.Length, nameof(scale));
        Throw.IfShorter(offset.Length, y.Length, nameof(offset));
        for (int k = 0; k < y.Length; k++)
            y[k] = x[k] * scale[k] + offset[k];
    }

    /// <summary>A cell state from floats: c = round(x·inverseStep), ties to even, saturated to ±32767; a NaN becomes 0.</summary>
    /// <returns>How many values were cut off, or not a number.</returns>
    public static int QuantizeCell(ReadOnlySpan<float> x, float inverseStep, Span<short> c)
    {
        Throw.IfShorter(c.Length, x.Length, nameof(c));
        int cut = 0;
        for (int k = 0; k < x.Length; k++)
        {
            float v = x[k] * inverseStep;
            c[k] = (short)(v >= short.MaxValue ? short.MaxValue : v <= -short.MaxValue ? -short.MaxValue : float.IsNaN(v) ? 0
                : (int)MathF.Round(v));
            cut += MathF.Abs(v) <= short.MaxValue ? 0 : 1; // of a NaN, 1
        }

        return cut;
    }

    /// <summary>The next <paramref name="count"/> elements of a workspace, of which they are cut off.</summary>
    public static Span<T> Take<T>(ref Span<byte> workspace, int count)
        where T : unmanaged
    {
        int bytes = count * Unsafe.SizeOf<T>();
        var taken = MemoryMarshal.Cast<byte, T>(workspace[..bytes]);
        workspace = workspace[bytes..];
        return taken;
    }

    /// <summary>The first <paramref name="count"/> elements of a block that rows of several layers have one after the other.</summary>
    public static Span<T> Part<T>(Span<byte> block, int count)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(block)[..count];
}
