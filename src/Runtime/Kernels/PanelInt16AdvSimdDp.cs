using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeLstm.Kernels;

/// <summary>
/// int8 weights × int16 activations with Arm's dot product: x = 256·high + low, and each of the two bytes takes an sdot on the same loaded
/// weights. Two gates at a time, so that their 32 rows fit sixteen accumulators: four tiles are one ldp of activations, 16 ldp of weights
/// and 64 sdot, 21.3 instructions per tile and two gates with the loop's own, of which 16 multiply.
/// </summary>
readonly unsafe struct PanelInt16AdvSimdDp : IPanelProduct<short>
{
    public static int SumsPerRow => 1;

    public static int ArrangedBytes(int count) => 2 * count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Arrange(short* source, int tiles, byte* target) => AdvSimdEpilogue.Split(source, tiles, target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* Multiply(byte* panel, byte* x, int xTiles, byte* h, int hTiles, short* pre)
    {
        byte* rows = panel; // a row has four bytes in each tile and in each constant, so that one offset serves them all
        short* end = pre + Panel.Rows;
        do
        {
            TwoGates(rows, (short*)x, xTiles, (short*)h, hTiles, pre);
            rows += 4 * (Panel.Rows / 2);
        }
        while ((pre += Panel.Rows / 2) != end);
        return panel + Panel.Bytes(xTiles, hTiles, SumsPerRow);
    }

    // beside Multiply it would exceed what the JIT inlines in one method
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void MultiplyHalf(byte* panel, byte* x, int xTiles, byte* h, int hTiles, short* pre) =>
        TwoGates(panel, (short*)x, xTiles, (short*)h, hTiles, pre);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void TwoGates(byte* panel, short* x, int xTiles, short* h, int hTiles, short* pre)
    {
        // first gate, units 0–3, 4–7 …: sums of the low bytes
        Vector128<int> l0 = Vector128.Load((int*)panel), l1 = Vector128.Load((int*)panel + 4);
        Vector128<int> l2 = Vector128.Load((int*)panel + 8), l3 = Vector128.Load((int*)panel + 12);
        Vector128<int> l4 = Vector128.Load((int*)panel + 16), l5 = Vector128.Load((int*)panel + 20); // second gate
        Vector128<int> l6 = Vector128.Load((int*)panel + 24), l7 = Vector128.Load((int*)panel + 28);
        Vector128<int> u0 = default, u1 = default, u2 = default, u3 = default; // and of the high bytes
        Vector128<int> u4 = default, u5 = default, u6 = default, u7 = default;
        panel = AddTiles(
            panel + Panel.ConstantBytes, x, xTiles, ref l0, ref l1, ref l2, ref l3, ref l4, ref l5, ref l6, ref l7,
            ref u0, ref u1, ref u2, ref u3, ref u4, ref u5, ref u6, ref u7);

        l0 = AdvSimdEpilogue.Shift(Join(l0, u0), panel, 0);
        l1 = AdvSimdEpilogue.Shift(Join(l1, u1), panel, 4);
        l2 = AdvSimdEpilogue.Shift(Join(l2, u2), panel, 8);
        l3 = AdvSimdEpilogue.Shift(Join(l3, u3), panel, 12);
        l4 = AdvSimdEpilogue.Shift(Join(l4, u4), panel, 16);
        l5 = AdvSimdEpilogue.Shift(Join(l5, u5), panel, 20);
        l6 = AdvSimdEpilogue.Shift(Join(l6, u6), panel, 24);
        l7 = AdvSimdEpilogue.Shift(Join(l7, u7), panel, 28);
        u0 = u1 = u2 = u3 = u4 = u5 = u6 = u7 = Vector128<int>.Zero;
        panel = AddTiles(
            panel + Panel.ConstantBytes, h, hTiles, ref l0, ref l1, ref l2, ref l3, ref l4, ref l5, ref l6, ref l7,
            ref u0, ref u1, ref u2, ref u3, ref u4, ref u5, ref u6, ref u7);

        AdvSimdEpilogue.Store(Join(l0, u0), Join(l1, u1), Join(l2, u2), Join(l3, u3), panel, 0, pre);
        AdvSimdEpilogue.Store(Join(l4, u4), Join(l5, u5), Join(l6, u6), Join(l7, u7), panel, 16, pre);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<int> Join(Vector128<int> low, Vector128<int> high) => AdvSimd.MultiplyAdd(low, high, Vector128.Create(256));

    /// <summary>Adds the products of all tiles and returns the address after them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static byte* AddTiles(
        byte* panel, short* x, int tiles,
        ref Vector128<int> l0, ref Vector128<int> l1, ref Vector128<int> l2, ref Vector128<int> l3,
        ref Vector128<int> l4, ref Vector128<int> l5, ref Vector128<int> l6, ref Vector128<int> l7,
        ref Vector128<int> u0, ref Vector128<int> u1, ref Vector128<int> u2, ref Vector128<int> u3,
        ref Vector128<int> u4, ref Vector128<int> u5, ref Vector128<int> u6, ref Vector128<int> u7)
    {
        byte* end = panel + (nint)tiles * Panel.TileBytes;
        for (; panel <= end - 4 * Panel.TileBytes; panel += 4 * Panel.TileBytes, x += 4 * Panel.TileInputs)
        {
            Vector128<sbyte> v = Vector128.Load((sbyte*)x), next = Vector128.Load((sbyte*)x + 16);
            AddTile(
                panel, 0, v, 0, 1, ref l0, ref l1, ref l2, ref l3, ref l4, ref l5, ref l6, ref l7,
                ref u0, ref u1, ref u2, ref u3, ref u4, ref u5, ref u6, ref u7);
            AddTile(
                panel, Panel.TileBytes, v, 2, 3, ref l0, ref l1, ref l2, ref l3, ref l4, ref l5, ref l6, ref l7,
                ref u0, ref u1, ref u2, ref u3, ref u4, ref u5, ref u6, ref u7);
            AddTile(
                panel, 2 * Panel.TileBytes, next, 0, 1, ref l0, ref l1, ref l2, ref l3, ref l4, ref l5, ref l6, ref l7,
                ref u0, ref u1, ref u2, ref u3, ref u4, ref u5, ref u6, ref u7);
            AddTile(
                panel, 3 * Panel.TileBytes, next, 2, 3, ref l0, ref l1, ref l2, ref l3, ref l4, ref l5, ref l6, ref l7,
                ref u0, ref u1, ref u2, ref u3, ref u4, ref u5, ref u6, ref u7);
        }

        for (; panel != end; panel += Panel.TileBytes, x += Panel.TileInputs)
        {
            var v = AdvSimd.Arm64.LoadAndReplicateToVector128((long*)x).AsSByte();
            AddTile(
                panel, 0, v, 0, 1, ref l0, ref l1, ref l2, ref l3, ref l4, ref l5, ref l6, ref l7,
                ref u0, ref u1, ref u2, ref u3, ref u4, ref u5, ref u6, ref u7);
        }

        return panel;
    }

    /// <summary>
    /// Adds one tile's products: its bytes are quadruplets <paramref name="low"/>, <paramref name="high"/> of <paramref name="v"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void AddTile(
        byte* panel, int tile, Vector128<sbyte> v, [ConstantExpected(Max = (byte)15)] byte low,
        [ConstantExpected(Max = (byte)15)] byte high,
        ref Vector128<int> l0, ref Vector128<int> l1, ref Vector128<int> l2, ref Vector128<int> l3,
        ref Vector128<int> l4, ref Vector128<int> l5, ref Vector128<int> l6, ref Vector128<int> l7,
        ref Vector128<int> u0, ref Vector128<int> u1, ref Vector128<int> u2, ref Vector128<int> u3,
        ref Vector128<int> u4, ref Vector128<int> u5, ref Vector128<int> u6, ref Vector128<int> u7)
    {
        AddQuads(panel, tile, v, low, high, ref l0, ref l1, ref u0, ref u1);
        AddQuads(panel, tile + 32, v, low, high, ref l2, ref l3, ref u2, ref u3);
        AddQuads(panel, tile + 64, v, low, high, ref l4, ref l5, ref u4, ref u5);
        AddQuads(panel, tile + 96, v, low, high, ref l6, ref l7, ref u6, ref u7);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void AddQuads(
        byte* panel, int offset, Vector128<sbyte> v, [ConstantExpected(Max = (byte)15)] byte low,
        [ConstantExpected(Max = (byte)15)] byte high,
        ref Vector128<int> l0, ref Vector128<int> l1, ref Vector128<int> u0, ref Vector128<int> u1)
    {
        Vector128<sbyte> w0 = Vector128.Load((sbyte*)panel + offset), w1 = Vector128.Load((sbyte*)panel + (offset + 16)); // one ldp
        l0 = Dp.DotProductBySelectedQuadruplet(l0, w0, v, low);
        l1 = Dp.DotProductBySelectedQuadruplet(l1, w1, v, low);
        u0 = Dp.DotProductBySelectedQuadruplet(u0, w0, v, high);
        u1 = Dp.DotProductBySelectedQuadruplet(u1, w1, v, high);
    }
}
