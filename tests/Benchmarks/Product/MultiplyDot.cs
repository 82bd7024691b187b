using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using EdgeLstm.Kernels;

namespace EdgeLstm.Benchmarks.Product;

/// <summary>Half of an ldp and an sdot: 16 products.</summary>
readonly unsafe struct MultiplyDot : IMultiplyLoop
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(byte* weights, long tiles)
    {
        Vector128<int> a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default, a6 = default, a7 = default;
        var x = Vector128.Create((sbyte)1);
        byte* end = weights + L1Window.Bytes, w = weights;
        for (tiles *= 2; tiles > 0; tiles--) // halves of tiles: eight sums hide an sdot's latency on every core that has it
        {
            a0 = Dp.DotProduct(a0, Vector128.Load((sbyte*)w), x);
            a1 = Dp.DotProduct(a1, Vector128.Load((sbyte*)w + 16), x);
            a2 = Dp.DotProduct(a2, Vector128.Load((sbyte*)w + 32), x);
            a3 = Dp.DotProduct(a3, Vector128.Load((sbyte*)w + 48), x);
            a4 = Dp.DotProduct(a4, Vector128.Load((sbyte*)w + 64), x);
            a5 = Dp.DotProduct(a5, Vector128.Load((sbyte*)w + 80), x);
            a6 = Dp.DotProduct(a6, Vector128.Load((sbyte*)w + 96), x);
            a7 = Dp.DotProduct(a7, Vector128.Load((sbyte*)w + 112), x);
            w += Panel.TileBytes / 2;
            if (w == end)
                w = weights;
        }

        (a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7).Store((int*)weights); // so that none of it is dead code
    }
}
