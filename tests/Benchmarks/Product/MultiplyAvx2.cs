using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using EdgeLstm.Kernels;

namespace EdgeLstm.Benchmarks.Product;

/// <summary>A kernel's multiply instructions at 256 bits, the first of them with its load: a tile in eight.</summary>
readonly unsafe struct MultiplyAvx2<TProducts> : IMultiplyLoop
    where TProducts : IMultiplies
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(byte* weights, long tiles)
    {
        Vector256<int> a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default, a6 = default, a7 = default;
        byte* end = weights + L1Window.Bytes, w = weights;
        for (; tiles > 0; tiles--)
        {
            a0 = TProducts.Add(a0, Vector256.Load(w));
            a1 = TProducts.Add(a1, Vector256.Load(w + 32));
            a2 = TProducts.Add(a2, Vector256.Load(w + 64));
            a3 = TProducts.Add(a3, Vector256.Load(w + 96));
            a4 = TProducts.Add(a4, Vector256.Load(w + 128));
            a5 = TProducts.Add(a5, Vector256.Load(w + 160));
            a6 = TProducts.Add(a6, Vector256.Load(w + 192));
            a7 = TProducts.Add(a7, Vector256.Load(w + 224));
            w += Panel.TileBytes;
            if (w == end)
                w = weights;
        }

        (a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7).Store((int*)weights); // so that none of it is dead code
    }
}
