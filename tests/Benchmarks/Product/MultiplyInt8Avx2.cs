using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using EdgeLstm.Kernels;

namespace EdgeLstm.Benchmarks.Product;

/// <summary>vpmaddubsw with its load, vpmaddwd, vpaddd: 32 products.</summary>
readonly unsafe struct MultiplyInt8Avx2 : IMultiplyLoop
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(byte* weights, long tiles)
    {
        Vector256<int> a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default, a6 = default, a7 = default;
        var x = Vector256.Create((byte)1);
        var ones = Vector256.Create((short)1);
        byte* end = weights + L1Window.Bytes, w = weights;
        for (; tiles > 0; tiles--)
        {
            a0 += Products(w, x, ones);
            a1 += Products(w + 32, x, ones);
            a2 += Products(w + 64, x, ones);
            a3 += Products(w + 96, x, ones);
            a4 += Products(w + 128, x, ones);
            a5 += Products(w + 160, x, ones);
            a6 += Products(w + 192, x, ones);
            a7 += Products(w + 224, x, ones);
            w += Panel.TileBytes;
            if (w == end)
                w = weights;
        }

        (a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7).Store((int*)weights); // so that none of it is dead code
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<int> Products(byte* w, Vector256<byte> x, Vector256<short> ones) =>
        Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(x, Vector256.Load((sbyte*)w)), ones);
}
