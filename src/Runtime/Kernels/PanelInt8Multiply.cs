using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeLstm.Kernels;

/// <summary>
/// int8 × int8 without the dot product (Pi 3 and 4): smull and smlal join two tiles in int16 sums, 2·128·127 = 32,512 at most, and sadalp adds
/// their pairs to int32. Per 32 products: half of two ldp, smull, smlal, smull2, smlal2, 2 sadalp, seven in all. Two gates at a time: each
/// quad of units needs two accumulators, for its lower and its upper pair.
/// </summary>
readonly unsafe struct PanelInt8Multiply : IPanelProduct<sbyte>
{
    public static void Arrange(sbyte* source, sbyte* target, int count) => PanelInt8Dot.Arrange(source, target, count);

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)] // the cell's constants would take its registers
    public static byte* Multiply(byte* panel, sbyte* x, int xTiles, sbyte* h, int hTiles, short* pre)
    {
        byte* rows = panel; // a row has four bytes in each tile and in each constant, so that one offset serves them all
        for (short* end = pre + Panel.Rows; pre != end; pre += Panel.Rows / 2, rows += 4 * (Panel.Rows / 2))
            TwoGates(rows, x, xTiles, h, hTiles, pre);
        return panel + Panel.Bytes(xTiles, hTiles);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void TwoGates(byte* panel, sbyte* x, int xTiles, sbyte* h, int hTiles, short* pre)
    {
        Vector128<int> l0 = default, u0 = default, l1 = default, u1 = default; // first gate: units 0–1, 2–3, 4–5, 6–7
        Vector128<int> l2 = default, u2 = default, l3 = default, u3 = default; // units 8–15
        Vector128<int> l4 = default, u4 = default, l5 = default, u5 = default; // second gate
        Vector128<int> l6 = default, u6 = default, l7 = default, u7 = default;
        panel = AddTiles(
            panel, x, xTiles, ref l0, ref u0, ref l1, ref u1, ref l2, ref u2, ref l3, ref u3,
            ref l4, ref u4, ref l5, ref u5, ref l6, ref u6, ref l7, ref u7);

        AdvSimdProducts.Rescale(panel, 0, ref l0, ref u0, ref l1, ref u1);
        AdvSimdProducts.Rescale(panel, 8, ref l2, ref u2, ref l3, ref u3);
        AdvSimdProducts.Rescale(panel, 16, ref l4, ref u4, ref l5, ref u5);
        AdvSimdProducts.Rescale(panel, 24, ref l6, ref u6, ref l7, ref u7);
        panel = AddTiles(
            panel + 2 * Panel.Rows * 4, h, hTiles, ref l0, ref u0, ref l1, ref u1, ref l2, ref u2, ref l3, ref u3,
            ref l4, ref u4, ref l5, ref u5, ref l6, ref u6, ref l7, ref u7);

        AdvSimdEpilogue.Store(
            AdvSimd.Arm64.AddPairwise(l0, u0), AdvSimd.Arm64.AddPairwise(l1, u1),
            AdvSimd.Arm64.AddPairwise(l2, u2), AdvSimd.Arm64.AddPairwise(l3, u3), panel, 0, pre);
        AdvSimdEpilogue.Store(
            AdvSimd.Arm64.AddPairwise(l4, u4), AdvSimd.Arm64.AddPairwise(l5, u5),
            AdvSimd.Arm64.AddPairwise(l6, u6), AdvSimd.Arm64.AddPairwise(l7, u7), panel, 16, pre);
    }

    /// <summary>Adds the products of all tiles and returns the address after them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static byte* AddTiles(
        byte* panel, sbyte* x, int tiles,
        ref Vector128<int> l0, ref Vector128<int> u0, ref Vector128<int> l1, ref Vector128<int> u1,
        ref Vector128<int> l2, ref Vector128<int> u2, ref Vector128<int> l3, ref Vector128<int> u3,
        ref Vector128<int> l4, ref Vector128<int> u4, ref Vector128<int> l5, ref Vector128<int> u5,
        ref Vector128<int> l6, ref Vector128<int> u6, ref Vector128<int> l7, ref Vector128<int> u7)
    {
        byte* end = panel + (nint)tiles * Panel.TileBytes;
        for (; panel <= end - 4 * Panel.TileBytes; panel += 4 * Panel.TileBytes, x += 4 * Panel.TileInputs)
        {
            var (v0, v1, v2, v3) = AdvSimd.Arm64.LoadAndReplicateToVector128x4((int*)x);
            var (n0, n1, n2, n3) = AdvSimd.LoadAndReplicateToVector64x4((int*)x);
            AdvSimdProducts.AddTwoTiles(panel, 0, n0.AsSByte(), v0.AsSByte(), n1.AsSByte(), v1.AsSByte(), ref l0, ref u0, ref l1, ref u1);
            AdvSimdProducts.AddTwoTiles(panel, 32, n0.AsSByte(), v0.AsSByte(), n1.AsSByte(), v1.AsSByte(), ref l2, ref u2, ref l3, ref u3);
            AdvSimdProducts.AddTwoTiles(panel, 64, n0.AsSByte(), v0.AsSByte(), n1.AsSByte(), v1.AsSByte(), ref l4, ref u4, ref l5, ref u5);
            AdvSimdProducts.AddTwoTiles(panel, 96, n0.AsSByte(), v0.AsSByte(), n1.AsSByte(), v1.AsSByte(), ref l6, ref u6, ref l7, ref u7);
            AdvSimdProducts.AddTwoTiles(panel, 512, n2.AsSByte(), v2.AsSByte(), n3.AsSByte(), v3.AsSByte(), ref l0, ref u0, ref l1, ref u1);
            AdvSimdProducts.AddTwoTiles(panel, 544, n2.AsSByte(), v2.AsSByte(), n3.AsSByte(), v3.AsSByte(), ref l2, ref u2, ref l3, ref u3);
            AdvSimdProducts.AddTwoTiles(panel, 576, n2.AsSByte(), v2.AsSByte(), n3.AsSByte(), v3.AsSByte(), ref l4, ref u4, ref l5, ref u5);
            AdvSimdProducts.AddTwoTiles(panel, 608, n2.AsSByte(), v2.AsSByte(), n3.AsSByte(), v3.AsSByte(), ref l6, ref u6, ref l7, ref u7);
        }

        if ((tiles & 2) != 0)
        {
            var v0 = AdvSimd.LoadAndReplicateToVector128((int*)x).AsSByte();
            var v1 = AdvSimd.LoadAndReplicateToVector128((int*)x + 1).AsSByte();
            var n0 = AdvSimd.LoadAndReplicateToVector64((int*)x).AsSByte();
            var n1 = AdvSimd.LoadAndReplicateToVector64((int*)x + 1).AsSByte();
            AdvSimdProducts.AddTwoTiles(panel, 0, n0, v0, n1, v1, ref l0, ref u0, ref l1, ref u1);
            AdvSimdProducts.AddTwoTiles(panel, 32, n0, v0, n1, v1, ref l2, ref u2, ref l3, ref u3);
            AdvSimdProducts.AddTwoTiles(panel, 64, n0, v0, n1, v1, ref l4, ref u4, ref l5, ref u5);
            AdvSimdProducts.AddTwoTiles(panel, 96, n0, v0, n1, v1, ref l6, ref u6, ref l7, ref u7);
            panel += 2 * Panel.TileBytes;
            x += 2 * Panel.TileInputs;
        }

        if ((tiles & 1) != 0)
        {
            var v = AdvSimd.LoadAndReplicateToVector128((int*)x).AsSByte();
            var n = AdvSimd.LoadAndReplicateToVector64((int*)x).AsSByte();
            AdvSimdProducts.AddTile(panel, 0, n, v, ref l0, ref u0, ref l1, ref u1);
            AdvSimdProducts.AddTile(panel, 32, n, v, ref l2, ref u2, ref l3, ref u3);
            AdvSimdProducts.AddTile(panel, 64, n, v, ref l4, ref u4, ref l5, ref u5);
            AdvSimdProducts.AddTile(panel, 96, n, v, ref l6, ref u6, ref l7, ref u7);
            panel += Panel.TileBytes;
        }

        return panel;
    }
}
