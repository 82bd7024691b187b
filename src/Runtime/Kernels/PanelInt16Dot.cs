using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeLstm.Kernels;

/// <summary>
/// int8 weights × int16 activations with Arm's dot product: x = 256·high + low, and each of the two bytes takes an sdot on the same loaded
/// weights. Eight units at a time, so that their 32 rows fit sixteen accumulators.
/// </summary>
readonly unsafe struct PanelInt16Dot : IPanelProduct<short>
{
    public static void Arrange(short* source, short* target, int count) => AdvSimdEpilogue.Split(source, target, count);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static byte* Multiply(byte* panel, short* x, int xTiles, short* h, int hTiles, short* pre)
    {
        EightUnits(panel, 0, x, xTiles, h, hTiles, pre);
        EightUnits(panel, 8, x, xTiles, h, hTiles, pre);
        return panel + Panel.Bytes(xTiles, hTiles);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void EightUnits(byte* panel, int unit, short* x, int xTiles, short* h, int hTiles, short* pre)
    {
        panel += unit * Panel.TileInputs;
        var l0 = Vector128<int>.Zero; // i, units 0–3: sums of the low bytes
        var l1 = Vector128<int>.Zero; // i, units 4–7: sums of the low bytes
        var l2 = Vector128<int>.Zero; // f
        var l3 = Vector128<int>.Zero;
        var l4 = Vector128<int>.Zero; // g
        var l5 = Vector128<int>.Zero;
        var l6 = Vector128<int>.Zero; // o
        var l7 = Vector128<int>.Zero;
        var u0 = Vector128<int>.Zero; // and of the high bytes
        var u1 = Vector128<int>.Zero;
        var u2 = Vector128<int>.Zero;
        var u3 = Vector128<int>.Zero;
        var u4 = Vector128<int>.Zero;
        var u5 = Vector128<int>.Zero;
        var u6 = Vector128<int>.Zero;
        var u7 = Vector128<int>.Zero;

        for (byte* end = panel + xTiles * Panel.TileBytes; panel != end; panel += Panel.TileBytes, x += Panel.TileInputs)
        {
            var low = Vector128.Create(*(int*)x).AsSByte();
            var high = Vector128.Create(*(int*)(x + 2)).AsSByte();
            l0 = Dp.DotProduct(l0, Weights(panel, 0, 0), low);
            u0 = Dp.DotProduct(u0, Weights(panel, 0, 0), high);
            l1 = Dp.DotProduct(l1, Weights(panel, 0, 1), low);
            u1 = Dp.DotProduct(u1, Weights(panel, 0, 1), high);
            l2 = Dp.DotProduct(l2, Weights(panel, 1, 0), low);
            u2 = Dp.DotProduct(u2, Weights(panel, 1, 0), high);
            l3 = Dp.DotProduct(l3, Weights(panel, 1, 1), low);
            u3 = Dp.DotProduct(u3, Weights(panel, 1, 1), high);
            l4 = Dp.DotProduct(l4, Weights(panel, 2, 0), low);
            u4 = Dp.DotProduct(u4, Weights(panel, 2, 0), high);
            l5 = Dp.DotProduct(l5, Weights(panel, 2, 1), low);
            u5 = Dp.DotProduct(u5, Weights(panel, 2, 1), high);
            l6 = Dp.DotProduct(l6, Weights(panel, 3, 0), low);
            u6 = Dp.DotProduct(u6, Weights(panel, 3, 0), high);
            l7 = Dp.DotProduct(l7, Weights(panel, 3, 1), low);
            u7 = Dp.DotProduct(u7, Weights(panel, 3, 1), high);
        }

        byte* ratio = panel - unit * Panel.TileInputs; // the constants stand by gate and unit, without tiles
        l0 = AdvSimdEpilogue.Rescale((u0 << 8) + l0, ratio, unit + 0);
        l1 = AdvSimdEpilogue.Rescale((u1 << 8) + l1, ratio, unit + 4);
        l2 = AdvSimdEpilogue.Rescale((u2 << 8) + l2, ratio, unit + 16);
        l3 = AdvSimdEpilogue.Rescale((u3 << 8) + l3, ratio, unit + 20);
        l4 = AdvSimdEpilogue.Rescale((u4 << 8) + l4, ratio, unit + 32);
        l5 = AdvSimdEpilogue.Rescale((u5 << 8) + l5, ratio, unit + 36);
        l6 = AdvSimdEpilogue.Rescale((u6 << 8) + l6, ratio, unit + 48);
        l7 = AdvSimdEpilogue.Rescale((u7 << 8) + l7, ratio, unit + 52);
        u0 = Vector128<int>.Zero;
        u1 = Vector128<int>.Zero;
        u2 = Vector128<int>.Zero;
        u3 = Vector128<int>.Zero;
        u4 = Vector128<int>.Zero;
        u5 = Vector128<int>.Zero;
        u6 = Vector128<int>.Zero;
        u7 = Vector128<int>.Zero;
        panel += 2 * Panel.Rows * 4;

        for (byte* end = panel + hTiles * Panel.TileBytes; panel != end; panel += Panel.TileBytes, h += Panel.TileInputs)
        {
            var low = Vector128.Create(*(int*)h).AsSByte();
            var high = Vector128.Create(*(int*)(h + 2)).AsSByte();
            l0 = Dp.DotProduct(l0, Weights(panel, 0, 0), low);
            u0 = Dp.DotProduct(u0, Weights(panel, 0, 0), high);
            l1 = Dp.DotProduct(l1, Weights(panel, 0, 1), low);
            u1 = Dp.DotProduct(u1, Weights(panel, 0, 1), high);
            l2 = Dp.DotProduct(l2, Weights(panel, 1, 0), low);
            u2 = Dp.DotProduct(u2, Weights(panel, 1, 0), high);
            l3 = Dp.DotProduct(l3, Weights(panel, 1, 1), low);
            u3 = Dp.DotProduct(u3, Weights(panel, 1, 1), high);
            l4 = Dp.DotProduct(l4, Weights(panel, 2, 0), low);
            u4 = Dp.DotProduct(u4, Weights(panel, 2, 0), high);
            l5 = Dp.DotProduct(l5, Weights(panel, 2, 1), low);
            u5 = Dp.DotProduct(u5, Weights(panel, 2, 1), high);
            l6 = Dp.DotProduct(l6, Weights(panel, 3, 0), low);
            u6 = Dp.DotProduct(u6, Weights(panel, 3, 0), high);
            l7 = Dp.DotProduct(l7, Weights(panel, 3, 1), low);
            u7 = Dp.DotProduct(u7, Weights(panel, 3, 1), high);
        }

        byte* multiplier = panel - unit * Panel.TileInputs;
        AdvSimdEpilogue.Store((u0 << 8) + l0, (u1 << 8) + l1, multiplier, unit + 0, pre);
        AdvSimdEpilogue.Store((u2 << 8) + l2, (u3 << 8) + l3, multiplier, unit + 16, pre);
        AdvSimdEpilogue.Store((u4 << 8) + l4, (u5 << 8) + l5, multiplier, unit + 32, pre);
        AdvSimdEpilogue.Store((u6 << 8) + l6, (u7 << 8) + l7, multiplier, unit + 48, pre);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<sbyte> Weights(byte* tile, int gate, int quad) => Vector128.Load((sbyte*)tile + 64 * gate + 16 * quad);
}
