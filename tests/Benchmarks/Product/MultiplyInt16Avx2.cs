using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using EdgeLstm.Kernels;

namespace EdgeLstm.Benchmarks.Product;

/// <summary>2 vpmaddwd, one of them with its load, 2 vpaddd: 32 products.</summary>
readonly unsafe struct MultiplyInt16Avx2 : IMultiplyLoop
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(byte* weights, long tiles)
    {
        Vector256<int> a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default, a6 = default, a7 = default;
        Vector256<short> even = Vector256.Create((short)1), odd = Vector256.Create((short)2);
        byte* end = weights + L1Window.Bytes, w = weights;
        for (; tiles > 0; tiles--)
        {
            a0 += Products(w, even, odd);
            a1 += Products(w + 32, even, odd);
            a2 += Products(w + 64, even, odd);
            a3 += Products(w + 96, even, odd);
            a4 += Products(w + 128, even, odd);
            a5 += Products(w + 160, even, odd);
            a6 += Products(w + 192, even, odd);
            a7 += Products(w + 224, even, odd);
            w += Panel.TileBytes;
            if (w == end)
                w = weights;
        }

        (a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7).Store((int*)weights); // so that none of it is dead code
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<int> Products(byte* w, Vector256<short> even, Vector256<short> odd)
    {
        var v = Vector256.Load((short*)w);
        return Avx2.MultiplyAddAdjacent(v, even) + Avx2.MultiplyAddAdjacent(v, odd);
    }
}
