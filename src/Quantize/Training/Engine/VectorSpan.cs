using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace EdgeLstm.Quantize.Training.Engine;

/// <summary>One operation over spans whose lengths are multiples of a vector; each summary is the formula.</summary>
static class VectorSpan
{
    /// <summary>x = σ(scale · (x + noise)); <paramref name="noise"/> may be empty.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sigmoid<T>(Span<T> x, ReadOnlySpan<T> noise, double scale)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var factor = VectorMath.All<T>(scale);
        for (int at = 0; at < x.Length; at += Vector256<T>.Count)
        {
            var a = Load(x, at);
            if (!noise.IsEmpty)
                a += Load(noise, at);
            VectorMath.Sigmoid(a * factor).StoreUnsafe(ref x[at]);
        }
    }

    /// <summary>x = tanh(x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tanh<T>(Span<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int at = 0; at < x.Length; at += Vector256<T>.Count)
            VectorMath.Tanh(Load(x, at)).StoreUnsafe(ref x[at]);
    }

    /// <summary>y += a · x, row by row: <paramref name="a"/> [rows], x and y [rows][lanes].</summary>
    public static void AddRowProducts<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> x, Span<T> y, int lanes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int row = 0; row < a.Length; row++)
        {
            var factor = Vector256.Create(a[row]);
            for (int at = row * lanes; at < (row + 1) * lanes; at += Vector256<T>.Count)
                VectorMath.Fma(factor, Load(x, at), Load<T>(y, at)).StoreUnsafe(ref y[at]);
        }
    }

    /// <summary>sums += Σ over lanes of x · y, row by row.</summary>
    public static void AddRowDots<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> sums, int lanes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int row = 0; row < sums.Length; row++)
        {
            var sum = Vector256<T>.Zero;
            for (int at = row * lanes; at < (row + 1) * lanes; at += Vector256<T>.Count)
                sum = VectorMath.Fma(Load(x, at), Load(y, at), sum);
            sums[row] += Vector256.Sum(sum);
        }
    }

    /// <summary>z = x · y.</summary>
    public static void Multiply<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int at = 0; at < z.Length; at += Vector256<T>.Count)
            (Load(x, at) * Load(y, at)).StoreUnsafe(ref z[at]);
    }

    /// <summary>z += x · y.</summary>
    public static void AddProduct<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int at = 0; at < z.Length; at += Vector256<T>.Count)
            VectorMath.Fma(Load(x, at), Load(y, at), Load<T>(z, at)).StoreUnsafe(ref z[at]);
    }

    /// <summary>y += x.</summary>
    public static void Add<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int at = 0; at < y.Length; at += Vector256<T>.Count)
            (Load(x, at) + Load<T>(y, at)).StoreUnsafe(ref y[at]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<T> Load<T>(ReadOnlySpan<T> from, int at)
        where T : unmanaged => Vector256.Create(from.Slice(at, Vector256<T>.Count));
}
