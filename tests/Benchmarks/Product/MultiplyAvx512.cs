using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using EdgeLstm.Kernels;

namespace EdgeLstm.Benchmarks.Product;

/// <summary><see cref="MultiplyAvx2{TProducts}"/> at 512 bits: two tiles in eight.</summary>
readonly unsafe struct MultiplyAvx512<TProducts> : IMultiplyLoop
    where TProducts : IMultiplies
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(byte* weights, long tiles)
    {
        Vector512<int> a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default, a6 = default, a7 = default;
        byte* end = weights + L1Window.Bytes, w = weights;
        for (; tiles > 0; tiles -= 2)
        {
            a0 = TProducts.Add(a0, Vector512.Load(w));
            a1 = TProducts.Add(a1, Vector512.Load(w + 64));
            a2 = TProducts.Add(a2, Vector512.Load(w + 128));
            a3 = TProducts.Add(a3, Vector512.Load(w + 192));
            a4 = TProducts.Add(a4, Vector512.Load(w + 256));
            a5 = TProducts.Add(a5, Vector512.Load(w + 320));
            a6 = TProducts.Add(a6, Vector512.Load(w + 384));
            a7 = TProducts.Add(a7, Vector512.Load(w + 448));
            w += 2 * Panel.TileBytes;
            if (w == end)
                w = weights;
        }

        (a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7).Store((int*)weights); // so that none of it is dead code
    }
}
