using System.Runtime.CompilerServices;
using EdgeLstm.Gates;

namespace EdgeLstm.Kernels;

/// <summary>
/// The float scheme's product of 64 rows over [x, r], eight vectors of rows at a time: enough to hide the latency of a fused multiply-add.
/// Layout: [bias 64], then for every column [64].
/// </summary>
static unsafe class FloatProduct
{
    /// <summary>Writes the panel's 64 sums and returns the address after it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float* Multiply<T, TLanes>(float* panel, float* z, int columns, float* pre)
        where T : struct
        where TLanes : IFloatLanes<T>
    {
        int n = TLanes.Count;
        for (int row = 0; row < Panel.Rows; row += 8 * n)
        {
            float* w = panel + row;
            T a0 = TLanes.Load(w), a1 = TLanes.Load(w + n), a2 = TLanes.Load(w + 2 * n), a3 = TLanes.Load(w + 3 * n);
            T a4 = TLanes.Load(w + 4 * n), a5 = TLanes.Load(w + 5 * n), a6 = TLanes.Load(w + 6 * n), a7 = TLanes.Load(w + 7 * n);
            for (int k = 0; k < columns; k++)
            {
                w += Panel.Rows;
                T v = TLanes.Broadcast(z[k]);
                a0 = TLanes.MultiplyAdd(TLanes.Load(w), v, a0);
                a1 = TLanes.MultiplyAdd(TLanes.Load(w + n), v, a1);
                a2 = TLanes.MultiplyAdd(TLanes.Load(w + 2 * n), v, a2);
                a3 = TLanes.MultiplyAdd(TLanes.Load(w + 3 * n), v, a3);
                a4 = TLanes.MultiplyAdd(TLanes.Load(w + 4 * n), v, a4);
                a5 = TLanes.MultiplyAdd(TLanes.Load(w + 5 * n), v, a5);
                a6 = TLanes.MultiplyAdd(TLanes.Load(w + 6 * n), v, a6);
                a7 = TLanes.MultiplyAdd(TLanes.Load(w + 7 * n), v, a7);
            }

            TLanes.Store(pre + row, a0);
            TLanes.Store(pre + row + n, a1);
            TLanes.Store(pre + row + 2 * n, a2);
            TLanes.Store(pre + row + 3 * n, a3);
            TLanes.Store(pre + row + 4 * n, a4);
            TLanes.Store(pre + row + 5 * n, a5);
            TLanes.Store(pre + row + 6 * n, a6);
            TLanes.Store(pre + row + 7 * n, a7);
        }

        return panel + Panel.Rows * (1 + columns);
    }
}
