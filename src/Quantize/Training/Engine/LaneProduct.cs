using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace EdgeLstm.Quantize.Training.Engine;

/// <summary>
/// c [M, lanes] = bias + A1·b1 + A2·b2, or c + A1·b1 + A2·b2. Weights are broadcast and lanes are vectors, so that neither the samples nor
/// the results are ever rearranged: what one step leaves is what the next one reads.
/// </summary>
static class LaneProduct
{
    /// <summary>Lanes must be a multiple of this: two vectors.</summary>
    public static int LaneMultiple<T>()
        where T : unmanaged => 2 * Vector256<T>.Count;

    public static void Multiply<T>(PackedMatrix<T> a, ref T b1, ref T b2, ref T c, int lanes, bool accumulate)
        where T : unmanaged
    {
        Debug.Assert(lanes % LaneMultiple<T>() == 0);
        // The rows of b for two vectors of lanes stay in the first-level cache while all panels go over them.
        for (int lane = 0; lane < lanes; lane += 2 * Vector256<T>.Count)
            for (int p = 0; p < a.Panels; p++)
                Panel(a, p, ref Unsafe.Add(ref b1, lane), ref Unsafe.Add(ref b2, lane),
                    ref Unsafe.Add(ref c, p * PackedMatrix<T>.PanelRows * lanes + lane), lanes, accumulate);
    }

    /// <summary>Six rows of c over two vectors of lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Panel<T>(PackedMatrix<T> matrix, int panel, ref T b1, ref T b2, ref T c, nint lanes, bool accumulate)
        where T : unmanaged
    {
        ref T a = ref matrix.Panel(panel);
        nint v = Vector256<T>.Count;
        Vector256<T> c00, c01, c10, c11, c20, c21, c30, c31, c40, c41, c50, c51;
        if (accumulate)
        {
            (c00, c01) = (Load(ref c, 0), Load(ref c, v));
            (c10, c11) = (Load(ref c, lanes), Load(ref c, lanes + v));
            (c20, c21) = (Load(ref c, 2 * lanes), Load(ref c, 2 * lanes + v));
            (c30, c31) = (Load(ref c, 3 * lanes), Load(ref c, 3 * lanes + v));
            (c40, c41) = (Load(ref c, 4 * lanes), Load(ref c, 4 * lanes + v));
            (c50, c51) = (Load(ref c, 5 * lanes), Load(ref c, 5 * lanes + v));
        }
        else
        {
            c00 = c01 = Vector256.Create(a);
            c10 = c11 = Vector256.Create(Unsafe.Add(ref a, 1));
            c20 = c21 = Vector256.Create(Unsafe.Add(ref a, 2));
            c30 = c31 = Vector256.Create(Unsafe.Add(ref a, 3));
            c40 = c41 = Vector256.Create(Unsafe.Add(ref a, 4));
            c50 = c51 = Vector256.Create(Unsafe.Add(ref a, 5));
        }

        ref T b = ref b1;
        nint k = matrix.Columns1;
        for (int part = 0; part < 2; part++)
        {
            for (; k > 0; k--)
            {
                a = ref Unsafe.Add(ref a, PackedMatrix<T>.PanelRows);
                Vector256<T> x = Load(ref b, 0), y = Load(ref b, v), w = Vector256.Create(a);
                (c00, c01) = (VectorMath.Fma(w, x, c00), VectorMath.Fma(w, y, c01));
                w = Vector256.Create(Unsafe.Add(ref a, 1));
                (c10, c11) = (VectorMath.Fma(w, x, c10), VectorMath.Fma(w, y, c11));
                w = Vector256.Create(Unsafe.Add(ref a, 2));
                (c20, c21) = (VectorMath.Fma(w, x, c20), VectorMath.Fma(w, y, c21));
                w = Vector256.Create(Unsafe.Add(ref a, 3));
                (c30, c31) = (VectorMath.Fma(w, x, c30), VectorMath.Fma(w, y, c31));
                w = Vector256.Create(Unsafe.Add(ref a, 4));
                (c40, c41) = (VectorMath.Fma(w, x, c40), VectorMath.Fma(w, y, c41));
                w = Vector256.Create(Unsafe.Add(ref a, 5));
                (c50, c51) = (VectorMath.Fma(w, x, c50), VectorMath.Fma(w, y, c51));
                b = ref Unsafe.Add(ref b, lanes);
            }

            b = ref b2;
            k = matrix.Columns2;
        }

        Store(ref c, 0, c00, c01);
        Store(ref c, lanes, c10, c11);
        Store(ref c, 2 * lanes, c20, c21);
        Store(ref c, 3 * lanes, c30, c31);
        Store(ref c, 4 * lanes, c40, c41);
        Store(ref c, 5 * lanes, c50, c51);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<T> Load<T>(ref T from, nint offset)
        where T : unmanaged => Vector256.LoadUnsafe(ref Unsafe.Add(ref from, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Store<T>(ref T to, nint offset, Vector256<T> first, Vector256<T> second)
        where T : unmanaged
    {
        first.StoreUnsafe(ref Unsafe.Add(ref to, offset));
        second.StoreUnsafe(ref Unsafe.Add(ref to, offset + Vector256<T>.Count));
    }
}
