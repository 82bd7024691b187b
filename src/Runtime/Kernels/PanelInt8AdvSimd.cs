using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeLstm.Kernels;

/// <summary>
/// int8 × int8 without the dot product (Pi 3 and 4): smull and smlal join two tiles in int16 sums, 2·128·127 = 32,512 at most, and sadalp
/// adds their pairs to int32. Per 32 products: half of two ldp, smull, smlal, smull2, smlal2, 2 sadalp, seven in all (118 per four tiles
/// and two gates with the loop's own). Two gates at a time: each quad of units needs two accumulators, for its lower and its upper pair.
/// </summary>
readonly unsafe struct PanelInt8AdvSimd : IPanelProduct<sbyte>
{
    public static int SumsPerRow => 2;

    public static int ArrangedBytes(int count) => count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Arrange(sbyte* source, int tiles, byte* target) => PanelInt8AdvSimdDp.Arrange(source, tiles, target);

    // inlined into the step, it needs more saves than a call
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static byte* Multiply(byte* panel, byte* x, int xTiles, byte* h, int hTiles, short* pre)
    {
        byte* rows = panel; // a row has four bytes in each tile and in each constant, so that one offset serves them all
        for (short* end = pre + Panel.Rows; pre != end; pre += Panel.Rows / 2, rows += 4 * (Panel.Rows / 2))
            TwoGates(rows, (sbyte*)x, xTiles, (sbyte*)h, hTiles, pre);
        return panel + Panel.Bytes(xTiles, hTiles, SumsPerRow);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void MultiplyHalf(byte* panel, byte* x, int xTiles, byte* h, int hTiles, short* pre) =>
        TwoGates(panel, (sbyte*)x, xTiles, (sbyte*)h, hTiles, pre);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void TwoGates(byte* panel, sbyte* x, int xTiles, sbyte* h, int hTiles, short* pre)
    {
        AdvSimdProducts.Begin(panel, 0, out var l0, out var u0, out var l1, out var u1); // first gate: units 0–1, 2–3, 4–5, 6–7
        AdvSimdProducts.Begin(panel, 8, out var l2, out var u2, out var l3, out var u3); // units 8–15
        AdvSimdProducts.Begin(panel, 16, out var l4, out var u4, out var l5, out var u5); // second gate
        AdvSimdProducts.Begin(panel, 24, out var l6, out var u6, out var l7, out var u7);
        panel = AddTiles<Int32Sums>(
            panel + 2 * Panel.ConstantBytes, x, xTiles, ref l0, ref u0, ref l1, ref u1, ref l2, ref u2, ref l3, ref u3,
            ref l4, ref u4, ref l5, ref u5, ref l6, ref u6, ref l7, ref u7);

        AdvSimdProducts.Shift(panel, 0, ref l0, ref u0, ref l1, ref u1);
        AdvSimdProducts.Shift(panel, 8, ref l2, ref u2, ref l3, ref u3);
        AdvSimdProducts.Shift(panel, 16, ref l4, ref u4, ref l5, ref u5);
        AdvSimdProducts.Shift(panel, 24, ref l6, ref u6, ref l7, ref u7);
        panel = AddTiles<Int32Sums>(
            panel + 2 * Panel.ConstantBytes, h, hTiles, ref l0, ref u0, ref l1, ref u1, ref l2, ref u2, ref l3, ref u3,
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
    internal static byte* AddTiles<TSums>(
        byte* panel, sbyte* x, int tiles,
        ref Vector128<int> l0, ref Vector128<int> u0, ref Vector128<int> l1, ref Vector128<int> u1,
        ref Vector128<int> l2, ref Vector128<int> u2, ref Vector128<int> l3, ref Vector128<int> u3,
        ref Vector128<int> l4, ref Vector128<int> u4, ref Vector128<int> l5, ref Vector128<int> u5,
        ref Vector128<int> l6, ref Vector128<int> u6, ref Vector128<int> l7, ref Vector128<int> u7)
        where TSums : IAdvSimdSums
    {
        byte* end = panel + (nint)tiles * Panel.TileBytes;
        for (; panel <= end - 4 * Panel.TileBytes; panel += 4 * Panel.TileBytes, x += 4 * Panel.TileInputs)
        {
            var (x0, x1, x2, x3) = AdvSimd.Arm64.LoadAndReplicateToVector128x4((int*)x);
            var (y0, y1, y2, y3) = AdvSimd.LoadAndReplicateToVector64x4((int*)x); // the lower halves: one ld4r for four copies
            Vector128<sbyte> v0 = x0.AsSByte(), v1 = x1.AsSByte(), v2 = x2.AsSByte(), v3 = x3.AsSByte();
            Vector64<sbyte> n0 = y0.AsSByte(), n1 = y1.AsSByte(), n2 = y2.AsSByte(), n3 = y3.AsSByte();
            AdvSimdProducts.AddTwoTiles<TSums>(panel, 0, n0, v0, n1, v1, ref l0, ref u0, ref l1, ref u1);
            AdvSimdProducts.AddTwoTiles<TSums>(panel, 32, n0, v0, n1, v1, ref l2, ref u2, ref l3, ref u3);
            AdvSimdProducts.AddTwoTiles<TSums>(panel, 64, n0, v0, n1, v1, ref l4, ref u4, ref l5, ref u5);
            AdvSimdProducts.AddTwoTiles<TSums>(panel, 96, n0, v0, n1, v1, ref l6, ref u6, ref l7, ref u7);
            AdvSimdProducts.AddTwoTiles<TSums>(panel, 2 * Panel.TileBytes, n2, v2, n3, v3, ref l0, ref u0, ref l1, ref u1);
            AdvSimdProducts.AddTwoTiles<TSums>(panel, 2 * Panel.TileBytes + 32, n2, v2, n3, v3, ref l2, ref u2, ref l3, ref u3);
            AdvSimdProducts.AddTwoTiles<TSums>(panel, 2 * Panel.TileBytes + 64, n2, v2, n3, v3, ref l4, ref u4, ref l5, ref u5);
            AdvSimdProducts.AddTwoTiles<TSums>(panel, 2 * Panel.TileBytes + 96, n2, v2, n3, v3, ref l6, ref u6, ref l7, ref u7);
        }

        if ((tiles & 2) != 0)
        {
            var v0 = AdvSimd.LoadAndReplicateToVector128((int*)x).AsSByte();
            var v1 = AdvSimd.LoadAndReplicateToVector128((int*)x + 1).AsSByte();
            var n0 = AdvSimd.LoadAndReplicateToVector64((int*)x).AsSByte();
            var n1 = AdvSimd.LoadAndReplicateToVector64((int*)x + 1).AsSByte();
            AdvSimdProducts.AddTwoTiles<TSums>(panel, 0, n0, v0, n1, v1, ref l0, ref u0, ref l1, ref u1);
            AdvSimdProducts.AddTwoTiles<TSums>(panel, 32, n0, v0, n1, v1, ref l2, ref u2, ref l3, ref u3);
            AdvSimdProducts.AddTwoTiles<TSums>(panel, 64, n0, v0, n1, v1, ref l4, ref u4, ref l5, ref u5);
            AdvSimdProducts.AddTwoTiles<TSums>(panel, 96, n0, v0, n1, v1, ref l6, ref u6, ref l7, ref u7);
            panel += 2 * Panel.TileBytes;
            x += 2 * Panel.TileInputs;
        }

        if ((tiles & 1) != 0)
        {
            var v = AdvSimd.LoadAndReplicateToVector128((int*)x).AsSByte();
            var n = AdvSimd.LoadAndReplicateToVector64((int*)x).AsSByte();
            AdvSimdProducts.AddTile<TSums>(panel, 0, n, v, ref l0, ref u0, ref l1, ref u1);
            AdvSimdProducts.AddTile<TSums>(panel, 32, n, v, ref l2, ref u2, ref l3, ref u3);
            AdvSimdProducts.AddTile<TSums>(panel, 64, n, v, ref l4, ref u4, ref l5, ref u5);
            AdvSimdProducts.AddTile<TSums>(panel, 96, n, v, ref l6, ref u6, ref l7, ref u7);
            panel += Panel.TileBytes;
        }

        return panel;
    }
}
