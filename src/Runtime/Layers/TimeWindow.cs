namespace EdgeLstm.Layers;

/// <summary>
/// The steps that one output of a convolution or a pooling sees: in a stream from a ring of past steps, in a window from all its rows. A
/// ring holds the last <c>past</c> steps; that of step n stands in row n mod past.
/// </summary>
static class TimeWindow
{
    /// <summary>
    /// The steps n − past, … n − dilation, n of a stream, oldest first, side by side in <paramref name="taps"/>; the ring then holds
    /// <paramref name="x"/> too.
    /// </summary>
    public static void Stream<T>(ReadOnlySpan<T> x, Span<T> ring, long step, int taps, int dilation, int width, Span<T> gathered)
    {
        int past = (taps - 1) * dilation;
        x = x[..width];
        x.CopyTo(gathered.Slice((taps - 1) * width, width));
        if (past == 0)
            return;
        int oldest = (int)((ulong)step % (uint)past);
        for (int k = 0, row = oldest; k < taps - 1; k++)
        {
            ring.Slice(row * width, width).CopyTo(gathered.Slice(k * width, width));
            row += dilation;
            row = row >= past ? row - past : row;
        }

        x.CopyTo(ring.Slice(oldest * width, width));
    }

    /// <summary>The steps first, first + dilation, … of a window's rows; <paramref name="pad"/>, or zeros, where there is none.</summary>
    public static void Window<T>(ReadOnlySpan<T> rows, int stride, int steps, int first, int taps, int dilation, int width,
        ReadOnlySpan<T> pad, Span<T> gathered)
    {
        for (int k = 0; k < taps; k++)
        {
            int step = first + k * dilation;
            var tap = gathered.Slice(k * width, width);
            if (step >= 0 && step < steps)
                rows.Slice(step * stride, width).CopyTo(tap);
            else if (pad.IsEmpty)
                tap.Clear();
            else
                pad.CopyTo(tap);
        }
    }

    /// <summary>A stream's ring before its first step.</summary>
    public static void Begin<T>(Span<T> ring, int past, int width, ReadOnlySpan<T> pad)
    {
        for (int k = 0; k < past; k++)
            pad.CopyTo(ring.Slice(k * width, width));
    }
}
