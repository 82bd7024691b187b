using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using EdgeLstm.Quantize.Training.Engine;

namespace EdgeLstm.Quantize.Training.Layers;

/// <summary>The element-by-element half of a GRU step, forward and back.</summary>
static class GruElements
{
    /// <summary>h' = (1 − z)∘n + z∘h = n + z∘(h − n).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward<T>(ReadOnlySpan<T> z, ReadOnlySpan<T> n, ReadOnlySpan<T> before, Span<T> after)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int at = 0; at < z.Length; at += Vector256<T>.Count)
        {
            var candidate = Load(n, at);
            VectorMath.Fma(Load(z, at), Load(before, at) - candidate, candidate).StoreUnsafe(ref after[at]);
        }
    }

    /// <summary>dL/dh' to the gradients of z's and n's sums in their places; the direct share of dL/dh is added.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Outer<T>(Span<T> z, ReadOnlySpan<T> smooth, Span<T> n, ReadOnlySpan<T> before, ReadOnlySpan<T> dAfter, Span<T> dBefore, T slope)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var one = Vector256<T>.One;
        var factor = Vector256.Create(slope);
        for (int at = 0; at < z.Length; at += Vector256<T>.Count)
        {
            Vector256<T> dh = Load(dAfter, at), gate = Load<T>(z, at), candidate = Load<T>(n, at), s = Load(smooth, at);
            VectorMath.Fma(dh, gate, Load<T>(dBefore, at)).StoreUnsafe(ref dBefore[at]);
            (dh * (Load(before, at) - candidate) * factor * s * (one - s)).StoreUnsafe(ref z[at]);
            (dh * (one - gate) * VectorMath.Fma(-candidate, candidate, one)).StoreUnsafe(ref n[at]);
        }
    }

    /// <summary>n's sum is Wn x + r∘q: r becomes the gradient of its sum, q = Un h + rb its own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ResetAfter<T>(Span<T> r, ReadOnlySpan<T> dSum, Span<T> q)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var one = Vector256<T>.One;
        for (int at = 0; at < r.Length; at += Vector256<T>.Count)
        {
            Vector256<T> gate = Load<T>(r, at), d = Load(dSum, at);
            (d * Load<T>(q, at) * gate * (one - gate)).StoreUnsafe(ref r[at]);
            (d * gate).StoreUnsafe(ref q[at]);
        }
    }

    /// <summary>n's sum reads r∘h: of that gradient, r's share to its sum in its place, and h's added.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ResetBefore<T>(Span<T> r, ReadOnlySpan<T> dProduct, ReadOnlySpan<T> before, Span<T> dBefore)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var one = Vector256<T>.One;
        for (int at = 0; at < r.Length; at += Vector256<T>.Count)
        {
            Vector256<T> gate = Load<T>(r, at), d = Load(dProduct, at);
            VectorMath.Fma(d, gate, Load<T>(dBefore, at)).StoreUnsafe(ref dBefore[at]);
            (d * Load(before, at) * gate * (one - gate)).StoreUnsafe(ref r[at]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<T> Load<T>(ReadOnlySpan<T> from, int at)
        where T : unmanaged => Vector256.Create(from.Slice(at, Vector256<T>.Count));
}
