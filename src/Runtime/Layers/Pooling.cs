using System.ComponentModel;

namespace EdgeLstm.Layers;

/// <summary>
/// The greatest or the mean value of each feature over some steps. Sums run from the oldest step to the newest, so that a stream and a
/// window give the same bits. A stream's ring holds the last kernel − 1 steps.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)] // generated code calls it
public static class Pooling
{
    /// <summary>The greatest value of the last <paramref name="kernel"/> steps of a stream, fewer at its beginning.</summary>
    /// <param name="x">[y.Length] or more, this step's values.</param>
    /// <param name="ring">The steps before, [(kernel − 1)·y.Length] or more; this one is put in.</param>
    /// <param name="step">The step's number, from 1.</param>
    /// <param name="kernel">Steps under the maximum, at least 1.</param>
    /// <param name="y">Its length is the number of features.</param>
    public static void Max(ReadOnlySpan<float> x, Span<float> ring, long step, int kernel, Span<float> y)
    {
        int width = y.Length;
        x[..width].CopyTo(y);
        for (long n = Math.Max(1, step - kernel + 1); n < step; n++)
            Greater(Row(ring, n, kernel, width), y);
        Put(x, ring, step, kernel, width);
    }

    /// <summary>
    /// The mean of the last <paramref name="kernel"/> steps of a stream; before its beginning are zeros that count, or nothing.
    /// </summary>
    /// <inheritdoc cref="Max(ReadOnlySpan{float}, Span{float}, long, int, Span{float})"/>
    public static void Average(ReadOnlySpan<float> x, Span<float> ring, long step, int kernel, bool countPads, Span<float> y)
    {
        int width = y.Length;
        y.Clear();
        long first = Math.Max(1, step - kernel + 1);
        for (long n = first; n < step; n++)
            Elements.Add(Row(ring, n, kernel, width), y);
        Elements.Add(x, y);
        Divide(y, countPads ? kernel : (int)(step - first + 1));
        Put(x, ring, step, kernel, width);
    }

    /// <summary>The greatest value of <paramref name="kernel"/> steps of a window.</summary>
    /// <param name="rows">All steps, y.Length values each.</param>
    /// <param name="steps">Steps in <paramref name="rows"/>.</param>
    /// <param name="first">The first step that counts; those outside of the window do not.</param>
    /// <param name="kernel">Steps under the maximum, at least 1.</param>
    /// <param name="y">Its length is the number of features.</param>
    public static void WindowMax(ReadOnlySpan<float> rows, int steps, int first, int kernel, Span<float> y)
    {
        int width = y.Length, from = Math.Max(first, 0), to = Math.Min(first + kernel, steps);
        rows.Slice(from * width, width).CopyTo(y);
        for (int t = from + 1; t < to; t++)
            Greater(rows.Slice(t * width, width), y);
    }

    /// <summary>The mean of <paramref name="kernel"/> steps of a window; outside of it are zeros that count, or nothing.</summary>
    /// <inheritdoc cref="WindowMax"/>
    public static void WindowAverage(ReadOnlySpan<float> rows, int steps, int first, int kernel, bool countPads, Span<float> y)
    {
        int width = y.Length, from = Math.Max(first, 0), to = Math.Min(first + kernel, steps);
        y.Clear();
        for (int t = from; t < to; t++)
            Elements.Add(rows.Slice(t * width, width), y);
        Divide(y, countPads ? kernel : to - from);
    }

    static Span<float> Row(Span<float> ring, long step, int kernel, int width) => ring.Slice((int)(step % (kernel - 1)) * width, width);

    static void Put(ReadOnlySpan<float> x, Span<float> ring, long step, int kernel, int width)
    {
        if (kernel > 1)
            x[..width].CopyTo(Row(ring, step, kernel, width));
    }

    static void Greater(ReadOnlySpan<float> x, Span<float> y)
    {
        for (int k = 0; k < y.Length; k++)
            y[k] = x[k] > y[k] ? x[k] : y[k];
    }

    static void Divide(Span<float> y, int count)
    {
        for (int k = 0; k < y.Length; k++)
            y[k] /= count;
    }
}
