using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using EdgeLstm.Kernels;

namespace EdgeLstm.Benchmarks.Product;

/// <summary>
/// smull, smlal, smull2, smlal2 and their two sadalp on half of two ldp: 32 products, as the kernel without the dot product joins two
/// tiles.
/// </summary>
readonly unsafe struct MultiplyWidening : IMultiplyLoop
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(byte* weights, long tiles)
    {
        Vector128<int> l0 = default, l1 = default, l2 = default, l3 = default, u0 = default, u1 = default, u2 = default, u3 = default;
        var v = Vector128.Create((sbyte)1);
        var n = v.GetLower();
        byte* end = weights + L1Window.Bytes, w = weights;
        for (; tiles > 0; tiles -= 2)
        {
            for (int offset = 0; offset < Panel.TileBytes; offset += 64)
            {
                AdvSimdProducts.AddTwoTiles<Int32Sums>(w, offset, n, v, n, v, ref l0, ref u0, ref l1, ref u1);
                AdvSimdProducts.AddTwoTiles<Int32Sums>(w, offset + 32, n, v, n, v, ref l2, ref u2, ref l3, ref u3);
            }

            w += 2 * Panel.TileBytes;
            if (w == end)
                w = weights;
        }

        (l0 + l1 + l2 + l3 + u0 + u1 + u2 + u3).Store((int*)weights); // so that none of it is dead code
    }
}
