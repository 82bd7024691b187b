using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeLstm.Kernels;

/// <summary>
/// int8 weights × int16 activations without the dot product: x = 256·high + low, and each byte goes through the int8 products. Four units at a
/// time: four gates × (low, high) × (lower, upper pair) are sixteen accumulators.
/// </summary>
readonly unsafe struct PanelInt16Multiply : IPanelProduct<short>
{
    public static void Arrange(short* source, short* target, int count) => AdvSimdEpilogue.Split(source, target, count);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static byte* Multiply(byte* panel, short* x, int xTiles, short* h, int hTiles, short* pre)
    {
        for (int unit = 0; unit < 16; unit += 8)
        {
            FourUnits(panel, unit, x, xTiles, h, hTiles, out var i0, out var f0, out var g0, out var o0);
            FourUnits(panel, unit + 4, x, xTiles, h, hTiles, out var i1, out var f1, out var g1, out var o1);
            byte* multiplier = panel + Panel.Bytes(xTiles, hTiles) - Panel.Rows * 4;
            AdvSimdEpilogue.Store(i0, i1, multiplier, unit, pre);
            AdvSimdEpilogue.Store(f0, f1, multiplier, unit + 16, pre);
            AdvSimdEpilogue.Store(g0, g1, multiplier, unit + 32, pre);
            AdvSimdEpilogue.Store(o0, o1, multiplier, unit + 48, pre);
        }

        return panel + Panel.Bytes(xTiles, hTiles);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void FourUnits(
        byte* panel, int unit, short* x, int xTiles, short* h, int hTiles,
        out Vector128<int> i, out Vector128<int> f, out Vector128<int> g, out Vector128<int> o)
    {
        Sums(panel + unit * Panel.TileInputs, x, xTiles, out i, out f, out g, out o);
        byte* ratio = panel + xTiles * Panel.TileBytes;
        i = AdvSimdEpilogue.Rescale(i, ratio, unit);
        f = AdvSimdEpilogue.Rescale(f, ratio, unit + 16);
        g = AdvSimdEpilogue.Rescale(g, ratio, unit + 32);
        o = AdvSimdEpilogue.Rescale(o, ratio, unit + 48);
        Sums(ratio + 2 * Panel.Rows * 4 + unit * Panel.TileInputs, h, hTiles, out var hi, out var hf, out var hg, out var ho);
        i += hi;
        f += hf;
        g += hg;
        o += ho;
    }

    /// <summary>The exact sums of four units' rows over all tiles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Sums(
        byte* tile, short* x, int tiles, out Vector128<int> i, out Vector128<int> f, out Vector128<int> g, out Vector128<int> o)
    {
        Vector128<int> l0 = default, u0 = default, hl0 = default, hu0 = default; // i
        Vector128<int> l1 = default, u1 = default, hl1 = default, hu1 = default; // f
        Vector128<int> l2 = default, u2 = default, hl2 = default, hu2 = default; // g
        Vector128<int> l3 = default, u3 = default, hl3 = default, hu3 = default; // o
        for (; tiles >= 2; tiles -= 2, tile += 2 * Panel.TileBytes, x += 2 * Panel.TileInputs)
        {
            var low0 = Vector128.Create(*(int*)x).AsSByte();
            var high0 = Vector128.Create(*(int*)(x + 2)).AsSByte();
            var low1 = Vector128.Create(*(int*)(x + 4)).AsSByte();
            var high1 = Vector128.Create(*(int*)(x + 6)).AsSByte();
            AdvSimdProducts.AddTwoTiles(ref l0, ref u0, tile + 0, low0, low1);
            AdvSimdProducts.AddTwoTiles(ref hl0, ref hu0, tile + 0, high0, high1);
            AdvSimdProducts.AddTwoTiles(ref l1, ref u1, tile + 64, low0, low1);
            AdvSimdProducts.AddTwoTiles(ref hl1, ref hu1, tile + 64, high0, high1);
            AdvSimdProducts.AddTwoTiles(ref l2, ref u2, tile + 128, low0, low1);
            AdvSimdProducts.AddTwoTiles(ref hl2, ref hu2, tile + 128, high0, high1);
            AdvSimdProducts.AddTwoTiles(ref l3, ref u3, tile + 192, low0, low1);
            AdvSimdProducts.AddTwoTiles(ref hl3, ref hu3, tile + 192, high0, high1);
        }

        if (tiles != 0)
        {
            var low = Vector128.Create(*(int*)x).AsSByte();
            var high = Vector128.Create(*(int*)(x + 2)).AsSByte();
            AdvSimdProducts.AddTile(ref l0, ref u0, tile + 0, low);
            AdvSimdProducts.AddTile(ref hl0, ref hu0, tile + 0, high);
            AdvSimdProducts.AddTile(ref l1, ref u1, tile + 64, low);
            AdvSimdProducts.AddTile(ref hl1, ref hu1, tile + 64, high);
            AdvSimdProducts.AddTile(ref l2, ref u2, tile + 128, low);
            AdvSimdProducts.AddTile(ref hl2, ref hu2, tile + 128, high);
            AdvSimdProducts.AddTile(ref l3, ref u3, tile + 192, low);
            AdvSimdProducts.AddTile(ref hl3, ref hu3, tile + 192, high);
        }

        i = (AdvSimd.Arm64.AddPairwise(hl0, hu0) << 8) + AdvSimd.Arm64.AddPairwise(l0, u0);
        f = (AdvSimd.Arm64.AddPairwise(hl1, hu1) << 8) + AdvSimd.Arm64.AddPairwise(l1, u1);
        g = (AdvSimd.Arm64.AddPairwise(hl2, hu2) << 8) + AdvSimd.Arm64.AddPairwise(l2, u2);
        o = (AdvSimd.Arm64.AddPairwise(hl3, hu3) << 8) + AdvSimd.Arm64.AddPairwise(l3, u3);
    }
}
