using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace EdgeLstm.Quantize.Training.Engine;

/// <summary>
/// dA [M, K] += Σ over steps and lanes of d [M] · x [K]ᵀ: all time steps in one product. Both operands lie along the sum, so that tiles of
/// 4 × 3 vector accumulators need no rearrangement, and one horizontal sum for all of a window.
/// </summary>
static class GradientProduct
{
    const int TileRows = 4, TileColumns = 3;

    /// <summary>
    /// Adds into <paramref name="target"/>, [d.Rows, x.Rows] row-major with <paramref name="stride"/> values from row to row.
    /// </summary>
    public static void Add<T>(Sequence<T> d, Sequence<T> x, Span<T> target, int stride)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<T> tile = stackalloc T[TileRows * TileColumns];
        for (int row = 0; row < d.Rows; row += TileRows)
            for (int column = 0; column < x.Rows; column += TileColumns)
            {
                Tile(ref Unsafe.Add(ref d.At(0), row * d.Lanes), d.Stride, ref Unsafe.Add(ref x.At(0), column * x.Lanes), x.Stride, d.Steps, d.Lanes, tile);
                int rows = Math.Min(TileRows, d.Rows - row), columns = Math.Min(TileColumns, x.Rows - column);
                for (int r = 0; r < rows; r++)
                    for (int c = 0; c < columns; c++)
                        target[(row + r) * stride + column + c] += tile[r * TileColumns + c];
            }
    }

    /// <summary>Adds each row's sum over steps and lanes: the gradient of a bias [d.Rows].</summary>
    public static void AddRowSums<T>(Sequence<T> d, Span<T> target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int row = 0; row < d.Rows; row++)
        {
            var sum = Vector256<T>.Zero;
            for (int t = 0; t < d.Steps; t++)
                for (int lane = 0; lane < d.Lanes; lane += Vector256<T>.Count)
                    sum += Vector256.LoadUnsafe(ref Unsafe.Add(ref d.At(t), row * d.Lanes + lane));
            target[row] += Vector256.Sum(sum);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Tile<T>(ref T d, nint dStride, ref T x, nint xStride, nint steps, nint lanes, Span<T> tile)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector256<T> s00 = default, s01 = default, s02 = default, s10 = default, s11 = default, s12 = default;
        Vector256<T> s20 = default, s21 = default, s22 = default, s30 = default, s31 = default, s32 = default;
        for (; steps > 0; steps--)
        {
            ref T dAt = ref d;
            ref T xAt = ref x;
            for (nint lane = 0; lane < lanes; lane += Vector256<T>.Count)
            {
                var x0 = Vector256.LoadUnsafe(ref xAt);
                var x1 = Vector256.LoadUnsafe(ref Unsafe.Add(ref xAt, lanes));
                var x2 = Vector256.LoadUnsafe(ref Unsafe.Add(ref xAt, 2 * lanes));
                var g = Vector256.LoadUnsafe(ref dAt);
                (s00, s01, s02) = (VectorMath.Fma(g, x0, s00), VectorMath.Fma(g, x1, s01), VectorMath.Fma(g, x2, s02));
                g = Vector256.LoadUnsafe(ref Unsafe.Add(ref dAt, lanes));
                (s10, s11, s12) = (VectorMath.Fma(g, x0, s10), VectorMath.Fma(g, x1, s11), VectorMath.Fma(g, x2, s12));
                g = Vector256.LoadUnsafe(ref Unsafe.Add(ref dAt, 2 * lanes));
                (s20, s21, s22) = (VectorMath.Fma(g, x0, s20), VectorMath.Fma(g, x1, s21), VectorMath.Fma(g, x2, s22));
                g = Vector256.LoadUnsafe(ref Unsafe.Add(ref dAt, 3 * lanes));
                (s30, s31, s32) = (VectorMath.Fma(g, x0, s30), VectorMath.Fma(g, x1, s31), VectorMath.Fma(g, x2, s32));
                dAt = ref Unsafe.Add(ref dAt, Vector256<T>.Count);
                xAt = ref Unsafe.Add(ref xAt, Vector256<T>.Count);
            }

            d = ref Unsafe.Add(ref d, dStride);
            x = ref Unsafe.Add(ref x, xStride);
        }

        (tile[0], tile[1], tile[2]) = (Vector256.Sum(s00), Vector256.Sum(s01), Vector256.Sum(s02));
        (tile[3], tile[4], tile[5]) = (Vector256.Sum(s10), Vector256.Sum(s11), Vector256.Sum(s12));
        (tile[6], tile[7], tile[8]) = (Vector256.Sum(s20), Vector256.Sum(s21), Vector256.Sum(s22));
        (tile[9], tile[10], tile[11]) = (Vector256.Sum(s30), Vector256.Sum(s31), Vector256.Sum(s32));
    }
}
