using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeLstm.Kernels;

/// <summary>
/// int8 × int8 without the dot product (Pi 3 and 4): smull and smlal join two tiles in int16 sums, 2·128·127 = 32,512 at most, and sadalp adds
/// their pairs to int32. Per 32 products: ldp, smull, smlal, smull2, smlal2, 2 sadalp. Eight units at a time: each quad of units needs two
/// accumulators, for its lower and its upper pair.
/// </summary>
readonly unsafe struct PanelInt8Multiply : IPanelProduct<sbyte>
{
    public static void Arrange(sbyte* source, sbyte* target, int count)
    {
        for (int k = 0; k < count; k += 16)
            Vector128.Load(source + k).Store(target + k);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static byte* Multiply(byte* panel, sbyte* x, int xTiles, sbyte* h, int hTiles, short* pre)
    {
        EightUnits(panel, 0, x, xTiles, h, hTiles, pre);
        EightUnits(panel, 8, x, xTiles, h, hTiles, pre);
        return panel + Panel.Bytes(xTiles, hTiles);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void EightUnits(byte* panel, int unit, sbyte* x, int xTiles, sbyte* h, int hTiles, short* pre)
    {
        panel += unit * Panel.TileInputs;
        var l0 = Vector128<int>.Zero; // i, units 0–3
        var u0 = Vector128<int>.Zero;
        var l1 = Vector128<int>.Zero; // i, units 4–7
        var u1 = Vector128<int>.Zero;
        var l2 = Vector128<int>.Zero; // f
        var u2 = Vector128<int>.Zero;
        var l3 = Vector128<int>.Zero;
        var u3 = Vector128<int>.Zero;
        var l4 = Vector128<int>.Zero; // g
        var u4 = Vector128<int>.Zero;
        var l5 = Vector128<int>.Zero;
        var u5 = Vector128<int>.Zero;
        var l6 = Vector128<int>.Zero; // o
        var u6 = Vector128<int>.Zero;
        var l7 = Vector128<int>.Zero;
        var u7 = Vector128<int>.Zero;

        int xLeft = xTiles;
        for (; xLeft >= 2; xLeft -= 2, panel += 2 * Panel.TileBytes, x += 2 * Panel.TileInputs)
        {
            var v0 = Vector128.Create(*(int*)x).AsSByte();
            var v1 = Vector128.Create(*(int*)(x + Panel.TileInputs)).AsSByte();
            AdvSimdProducts.AddTwoTiles(ref l0, ref u0, panel + 0, v0, v1);
            AdvSimdProducts.AddTwoTiles(ref l1, ref u1, panel + 16, v0, v1);
            AdvSimdProducts.AddTwoTiles(ref l2, ref u2, panel + 64, v0, v1);
            AdvSimdProducts.AddTwoTiles(ref l3, ref u3, panel + 80, v0, v1);
            AdvSimdProducts.AddTwoTiles(ref l4, ref u4, panel + 128, v0, v1);
            AdvSimdProducts.AddTwoTiles(ref l5, ref u5, panel + 144, v0, v1);
            AdvSimdProducts.AddTwoTiles(ref l6, ref u6, panel + 192, v0, v1);
            AdvSimdProducts.AddTwoTiles(ref l7, ref u7, panel + 208, v0, v1);
        }

        if (xLeft != 0)
        {
            var v = Vector128.Create(*(int*)x).AsSByte();
            AdvSimdProducts.AddTile(ref l0, ref u0, panel + 0, v);
            AdvSimdProducts.AddTile(ref l1, ref u1, panel + 16, v);
            AdvSimdProducts.AddTile(ref l2, ref u2, panel + 64, v);
            AdvSimdProducts.AddTile(ref l3, ref u3, panel + 80, v);
            AdvSimdProducts.AddTile(ref l4, ref u4, panel + 128, v);
            AdvSimdProducts.AddTile(ref l5, ref u5, panel + 144, v);
            AdvSimdProducts.AddTile(ref l6, ref u6, panel + 192, v);
            AdvSimdProducts.AddTile(ref l7, ref u7, panel + 208, v);
            panel += Panel.TileBytes;
        }

        byte* ratio = panel - unit * Panel.TileInputs; // the constants stand by gate and unit, without tiles
        var x0 = AdvSimdEpilogue.Rescale(AdvSimd.Arm64.AddPairwise(l0, u0), ratio, unit + 0);
        var x1 = AdvSimdEpilogue.Rescale(AdvSimd.Arm64.AddPairwise(l1, u1), ratio, unit + 4);
        var x2 = AdvSimdEpilogue.Rescale(AdvSimd.Arm64.AddPairwise(l2, u2), ratio, unit + 16);
        var x3 = AdvSimdEpilogue.Rescale(AdvSimd.Arm64.AddPairwise(l3, u3), ratio, unit + 20);
        var x4 = AdvSimdEpilogue.Rescale(AdvSimd.Arm64.AddPairwise(l4, u4), ratio, unit + 32);
        var x5 = AdvSimdEpilogue.Rescale(AdvSimd.Arm64.AddPairwise(l5, u5), ratio, unit + 36);
        var x6 = AdvSimdEpilogue.Rescale(AdvSimd.Arm64.AddPairwise(l6, u6), ratio, unit + 48);
        var x7 = AdvSimdEpilogue.Rescale(AdvSimd.Arm64.AddPairwise(l7, u7), ratio, unit + 52);
        l0 = u0 = Vector128<int>.Zero;
        l1 = u1 = Vector128<int>.Zero;
        l2 = u2 = Vector128<int>.Zero;
        l3 = u3 = Vector128<int>.Zero;
        l4 = u4 = Vector128<int>.Zero;
        l5 = u5 = Vector128<int>.Zero;
        l6 = u6 = Vector128<int>.Zero;
        l7 = u7 = Vector128<int>.Zero;
        panel += 2 * Panel.Rows * 4;

        int hLeft = hTiles;
        for (; hLeft >= 2; hLeft -= 2, panel += 2 * Panel.TileBytes, h += 2 * Panel.TileInputs)
        {
            var v0 = Vector128.Create(*(int*)h).AsSByte();
            var v1 = Vector128.Create(*(int*)(h + Panel.TileInputs)).AsSByte();
            AdvSimdProducts.AddTwoTiles(ref l0, ref u0, panel + 0, v0, v1);
            AdvSimdProducts.AddTwoTiles(ref l1, ref u1, panel + 16, v0, v1);
            AdvSimdProducts.AddTwoTiles(ref l2, ref u2, panel + 64, v0, v1);
            AdvSimdProducts.AddTwoTiles(ref l3, ref u3, panel + 80, v0, v1);
            AdvSimdProducts.AddTwoTiles(ref l4, ref u4, panel + 128, v0, v1);
            AdvSimdProducts.AddTwoTiles(ref l5, ref u5, panel + 144, v0, v1);
            AdvSimdProducts.AddTwoTiles(ref l6, ref u6, panel + 192, v0, v1);
            AdvSimdProducts.AddTwoTiles(ref l7, ref u7, panel + 208, v0, v1);
        }

        if (hLeft != 0)
        {
            var v = Vector128.Create(*(int*)h).AsSByte();
            AdvSimdProducts.AddTile(ref l0, ref u0, panel + 0, v);
            AdvSimdProducts.AddTile(ref l1, ref u1, panel + 16, v);
            AdvSimdProducts.AddTile(ref l2, ref u2, panel + 64, v);
            AdvSimdProducts.AddTile(ref l3, ref u3, panel + 80, v);
            AdvSimdProducts.AddTile(ref l4, ref u4, panel + 128, v);
            AdvSimdProducts.AddTile(ref l5, ref u5, panel + 144, v);
            AdvSimdProducts.AddTile(ref l6, ref u6, panel + 192, v);
            AdvSimdProducts.AddTile(ref l7, ref u7, panel + 208, v);
            panel += Panel.TileBytes;
        }

        byte* multiplier = panel - unit * Panel.TileInputs;
        AdvSimdEpilogue.Store(
            x0 + AdvSimd.Arm64.AddPairwise(l0, u0), x1 + AdvSimd.Arm64.AddPairwise(l1, u1), multiplier, unit + 0, pre);
        AdvSimdEpilogue.Store(
            x2 + AdvSimd.Arm64.AddPairwise(l2, u2), x3 + AdvSimd.Arm64.AddPairwise(l3, u3), multiplier, unit + 16, pre);
        AdvSimdEpilogue.Store(
            x4 + AdvSimd.Arm64.AddPairwise(l4, u4), x5 + AdvSimd.Arm64.AddPairwise(l5, u5), multiplier, unit + 32, pre);
        AdvSimdEpilogue.Store(
            x6 + AdvSimd.Arm64.AddPairwise(l6, u6), x7 + AdvSimd.Arm64.AddPairwise(l7, u7), multiplier, unit + 48, pre);
    }
}
