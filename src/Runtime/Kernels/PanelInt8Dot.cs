using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeLstm.Kernels;

/// <summary>
/// int8 × int8 with Arm's dot product (Pi 5): one sdot is four units × four inputs. Sixteen accumulators hold the 64 rows; a tile is one ld1r,
/// eight ldp and sixteen sdot.
/// </summary>
readonly unsafe struct PanelInt8Dot : IPanelProduct<sbyte>
{
    public static void Arrange(sbyte* source, sbyte* target, int count)
    {
        for (int k = 0; k < count; k += 16)
            Vector128.Load(source + k).Store(target + k);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static byte* Multiply(byte* panel, sbyte* x, int xTiles, sbyte* h, int hTiles, short* pre)
    {
        var a0 = Vector128<int>.Zero; // i: units 0–3, 4–7, 8–11, 12–15
        var a1 = Vector128<int>.Zero;
        var a2 = Vector128<int>.Zero;
        var a3 = Vector128<int>.Zero;
        var a4 = Vector128<int>.Zero; // f
        var a5 = Vector128<int>.Zero;
        var a6 = Vector128<int>.Zero;
        var a7 = Vector128<int>.Zero;
        var a8 = Vector128<int>.Zero; // g
        var a9 = Vector128<int>.Zero;
        var a10 = Vector128<int>.Zero;
        var a11 = Vector128<int>.Zero;
        var a12 = Vector128<int>.Zero; // o
        var a13 = Vector128<int>.Zero;
        var a14 = Vector128<int>.Zero;
        var a15 = Vector128<int>.Zero;

        for (byte* end = panel + xTiles * Panel.TileBytes; panel != end; panel += Panel.TileBytes, x += Panel.TileInputs)
        {
            var v = Vector128.Create(*(int*)x).AsSByte();
            a0 = Dp.DotProduct(a0, Weights(panel, 0), v);
            a1 = Dp.DotProduct(a1, Weights(panel, 1), v);
            a2 = Dp.DotProduct(a2, Weights(panel, 2), v);
            a3 = Dp.DotProduct(a3, Weights(panel, 3), v);
            a4 = Dp.DotProduct(a4, Weights(panel, 4), v);
            a5 = Dp.DotProduct(a5, Weights(panel, 5), v);
            a6 = Dp.DotProduct(a6, Weights(panel, 6), v);
            a7 = Dp.DotProduct(a7, Weights(panel, 7), v);
            a8 = Dp.DotProduct(a8, Weights(panel, 8), v);
            a9 = Dp.DotProduct(a9, Weights(panel, 9), v);
            a10 = Dp.DotProduct(a10, Weights(panel, 10), v);
            a11 = Dp.DotProduct(a11, Weights(panel, 11), v);
            a12 = Dp.DotProduct(a12, Weights(panel, 12), v);
            a13 = Dp.DotProduct(a13, Weights(panel, 13), v);
            a14 = Dp.DotProduct(a14, Weights(panel, 14), v);
            a15 = Dp.DotProduct(a15, Weights(panel, 15), v);
        }

        a0 = AdvSimdEpilogue.Rescale(a0, panel, 0);
        a1 = AdvSimdEpilogue.Rescale(a1, panel, 4);
        a2 = AdvSimdEpilogue.Rescale(a2, panel, 8);
        a3 = AdvSimdEpilogue.Rescale(a3, panel, 12);
        a4 = AdvSimdEpilogue.Rescale(a4, panel, 16);
        a5 = AdvSimdEpilogue.Rescale(a5, panel, 20);
        a6 = AdvSimdEpilogue.Rescale(a6, panel, 24);
        a7 = AdvSimdEpilogue.Rescale(a7, panel, 28);
        a8 = AdvSimdEpilogue.Rescale(a8, panel, 32);
        a9 = AdvSimdEpilogue.Rescale(a9, panel, 36);
        a10 = AdvSimdEpilogue.Rescale(a10, panel, 40);
        a11 = AdvSimdEpilogue.Rescale(a11, panel, 44);
        a12 = AdvSimdEpilogue.Rescale(a12, panel, 48);
        a13 = AdvSimdEpilogue.Rescale(a13, panel, 52);
        a14 = AdvSimdEpilogue.Rescale(a14, panel, 56);
        a15 = AdvSimdEpilogue.Rescale(a15, panel, 60);
        panel += 2 * Panel.Rows * 4;

        for (byte* end = panel + hTiles * Panel.TileBytes; panel != end; panel += Panel.TileBytes, h += Panel.TileInputs)
        {
            var v = Vector128.Create(*(int*)h).AsSByte();
            a0 = Dp.DotProduct(a0, Weights(panel, 0), v);
            a1 = Dp.DotProduct(a1, Weights(panel, 1), v);
            a2 = Dp.DotProduct(a2, Weights(panel, 2), v);
            a3 = Dp.DotProduct(a3, Weights(panel, 3), v);
            a4 = Dp.DotProduct(a4, Weights(panel, 4), v);
            a5 = Dp.DotProduct(a5, Weights(panel, 5), v);
            a6 = Dp.DotProduct(a6, Weights(panel, 6), v);
            a7 = Dp.DotProduct(a7, Weights(panel, 7), v);
            a8 = Dp.DotProduct(a8, Weights(panel, 8), v);
            a9 = Dp.DotProduct(a9, Weights(panel, 9), v);
            a10 = Dp.DotProduct(a10, Weights(panel, 10), v);
            a11 = Dp.DotProduct(a11, Weights(panel, 11), v);
            a12 = Dp.DotProduct(a12, Weights(panel, 12), v);
            a13 = Dp.DotProduct(a13, Weights(panel, 13), v);
            a14 = Dp.DotProduct(a14, Weights(panel, 14), v);
            a15 = Dp.DotProduct(a15, Weights(panel, 15), v);
        }

        AdvSimdEpilogue.Store(a0, a1, panel, 0, pre);
        AdvSimdEpilogue.Store(a2, a3, panel, 8, pre);
        AdvSimdEpilogue.Store(a4, a5, panel, 16, pre);
        AdvSimdEpilogue.Store(a6, a7, panel, 24, pre);
        AdvSimdEpilogue.Store(a8, a9, panel, 32, pre);
        AdvSimdEpilogue.Store(a10, a11, panel, 40, pre);
        AdvSimdEpilogue.Store(a12, a13, panel, 48, pre);
        AdvSimdEpilogue.Store(a14, a15, panel, 56, pre);
        return panel + Panel.Rows * 4;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<sbyte> Weights(byte* panel, int quad) => Vector128.Load((sbyte*)panel + 16 * quad);
}
