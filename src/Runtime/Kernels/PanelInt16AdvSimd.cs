using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeLstm.Kernels;

/// <summary>
/// int8 weights × int16 activations without the dot product: x = 256·high + low, and each byte goes through the int8 products. The high
/// bytes are at most 64, so that four tiles fit an int16 sum, 4·64·127 = 32,512, before a sadalp; the low bytes take one for every two
/// tiles. Per 32 products: half of two ldp, 8 multiplies, 3 sadalp, twelve in all (105 per four tiles and gate with the loop's own). One
/// gate at a time: four quads × (low, high) × (lower, upper pair) are sixteen accumulators.
/// </summary>
readonly unsafe struct PanelInt16AdvSimd : IPanelProduct<short>
{
    public static int SumsPerRow => 2;

    public static int ArrangedBytes(int count) => 2 * count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Arrange(short* source, int tiles, byte* target) => AdvSimdEpilogue.Split(source, tiles, target);

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)] // inlined into the step, it spills
    public static byte* Multiply(byte* panel, byte* x, int xTiles, byte* h, int hTiles, short* pre)
    {
        byte* rows = panel; // a row has four bytes in each tile and in each constant, so that one offset serves them all
        for (short* end = pre + Panel.Rows; pre != end; pre += 16, rows += 4 * 16)
            OneGate(rows, (short*)x, xTiles, (short*)h, hTiles, pre);
        return panel + Panel.Bytes(xTiles, hTiles, SumsPerRow);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void MultiplyHalf(byte* panel, byte* x, int xTiles, byte* h, int hTiles, short* pre)
    {
        for (short* end = pre + Panel.Rows / 2; pre != end; pre += 16, panel += 4 * 16)
            OneGate(panel, (short*)x, xTiles, (short*)h, hTiles, pre);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void OneGate(byte* panel, short* x, int xTiles, short* h, int hTiles, short* pre)
    {
        AdvSimdProducts.Begin(panel, 0, out var l0, out var u0, out var l1, out var u1); // units 0–1, 2–3, 4–5, 6–7: sums of the low bytes
        AdvSimdProducts.Begin(panel, 8, out var l2, out var u2, out var l3, out var u3); // units 8–15
        Vector128<int> hl0 = default, hu0 = default, hl1 = default, hu1 = default; // and of the high bytes
        Vector128<int> hl2 = default, hu2 = default, hl3 = default, hu3 = default;
        panel = AddTiles(
            panel + 2 * Panel.ConstantBytes, x, xTiles, ref l0, ref u0, ref l1, ref u1, ref l2, ref u2, ref l3, ref u3,
            ref hl0, ref hu0, ref hl1, ref hu1, ref hl2, ref hu2, ref hl3, ref hu3);

        l0 = Join(l0, hl0);
        u0 = Join(u0, hu0);
        l1 = Join(l1, hl1);
        u1 = Join(u1, hu1);
        l2 = Join(l2, hl2);
        u2 = Join(u2, hu2);
        l3 = Join(l3, hl3);
        u3 = Join(u3, hu3);
        AdvSimdProducts.Shift(panel, 0, ref l0, ref u0, ref l1, ref u1);
        AdvSimdProducts.Shift(panel, 8, ref l2, ref u2, ref l3, ref u3);
        hl0 = hu0 = hl1 = hu1 = hl2 = hu2 = hl3 = hu3 = Vector128<int>.Zero;
        panel = AddTiles(
            panel + 2 * Panel.ConstantBytes, h, hTiles, ref l0, ref u0, ref l1, ref u1, ref l2, ref u2, ref l3, ref u3,
            ref hl0, ref hu0, ref hl1, ref hu1, ref hl2, ref hu2, ref hl3, ref hu3);

        AdvSimdEpilogue.Store(
            AdvSimd.Arm64.AddPairwise(Join(l0, hl0), Join(u0, hu0)), AdvSimd.Arm64.AddPairwise(Join(l1, hl1), Join(u1, hu1)),
            AdvSimd.Arm64.AddPairwise(Join(l2, hl2), Join(u2, hu2)), AdvSimd.Arm64.AddPairwise(Join(l3, hl3), Join(u3, hu3)),
            panel, 0, pre);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<int> Join(Vector128<int> low, Vector128<int> high) => AdvSimd.MultiplyAdd(low, high, Vector128.Create(256));

    /// <summary>Adds the products of all tiles and returns the address after them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static byte* AddTiles(
        byte* panel, short* x, int tiles,
        ref Vector128<int> l0, ref Vector128<int> u0, ref Vector128<int> l1, ref Vector128<int> u1,
        ref Vector128<int> l2, ref Vector128<int> u2, ref Vector128<int> l3, ref Vector128<int> u3,
        ref Vector128<int> hl0, ref Vector128<int> hu0, ref Vector128<int> hl1, ref Vector128<int> hu1,
        ref Vector128<int> hl2, ref Vector128<int> hu2, ref Vector128<int> hl3, ref Vector128<int> hu3)
    {
        byte* end = panel + (nint)tiles * Panel.TileBytes;
        for (; panel <= end - 4 * Panel.TileBytes; panel += 4 * Panel.TileBytes, x += 4 * Panel.TileInputs)
        {
            AddFourTiles(panel, 0, x, ref l0, ref u0, ref l1, ref u1, ref hl0, ref hu0, ref hl1, ref hu1);
            AddFourTiles(panel, 32, x, ref l2, ref u2, ref l3, ref u3, ref hl2, ref hu2, ref hl3, ref hu3);
        }

        for (; panel != end; panel += Panel.TileBytes, x += Panel.TileInputs)
        {
            var low = AdvSimd.LoadAndReplicateToVector128((int*)x).AsSByte();
            var lowN = AdvSimd.LoadAndReplicateToVector64((int*)x).AsSByte();
            var high = AdvSimd.LoadAndReplicateToVector128((int*)x + 1).AsSByte();
            var highN = AdvSimd.LoadAndReplicateToVector64((int*)x + 1).AsSByte();
            AdvSimdProducts.AddTile<Int32Sums>(panel, 0, lowN, low, ref l0, ref u0, ref l1, ref u1);
            AdvSimdProducts.AddTile<Int32Sums>(panel, 0, highN, high, ref hl0, ref hu0, ref hl1, ref hu1);
            AdvSimdProducts.AddTile<Int32Sums>(panel, 32, lowN, low, ref l2, ref u2, ref l3, ref u3);
            AdvSimdProducts.AddTile<Int32Sums>(panel, 32, highN, high, ref hl2, ref hu2, ref hl3, ref hu3);
        }

        return panel;
    }

    /// <summary>Adds four tiles' products of two neighbouring quads.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void AddFourTiles(
        byte* panel, int offset, short* x, ref Vector128<int> l0, ref Vector128<int> u0, ref Vector128<int> l1, ref Vector128<int> u1,
        ref Vector128<int> hl0, ref Vector128<int> hu0, ref Vector128<int> hl1, ref Vector128<int> hu1)
    {
        Vector128<short> p0 = default, q0 = default, p1 = default, q1 = default;
        AddTwoTiles(panel, offset, x, true, ref l0, ref u0, ref l1, ref u1, ref p0, ref q0, ref p1, ref q1);
        AddTwoTiles(
            panel, offset + 2 * Panel.TileBytes, x + 2 * Panel.TileInputs, false,
            ref l0, ref u0, ref l1, ref u1, ref p0, ref q0, ref p1, ref q1);
        hl0 = AdvSimd.AddPairwiseWideningAndAdd(hl0, p0);
        hu0 = AdvSimd.AddPairwiseWideningAndAdd(hu0, q0);
        hl1 = AdvSimd.AddPairwiseWideningAndAdd(hl1, p1);
        hu1 = AdvSimd.AddPairwiseWideningAndAdd(hu1, q1);
    }

    /// <summary>
    /// Adds two tiles' products, those of the high bytes in int16: to <paramref name="p0"/> … <paramref name="q1"/>, or in their place when
    /// <paramref name="first"/>. All upper halves come first, and the activations are loaded again for each pair of quads: lower halves are then
    /// last uses, which need no copy, and 29 registers are enough.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void AddTwoTiles(
        byte* panel, int offset, short* x, bool first,
        ref Vector128<int> l0, ref Vector128<int> u0, ref Vector128<int> l1, ref Vector128<int> u1,
        ref Vector128<short> p0, ref Vector128<short> q0, ref Vector128<short> p1, ref Vector128<short> q1)
    {
        var (x0, x1, x2, x3) = AdvSimd.Arm64.LoadAndReplicateToVector128x4((int*)x);
        Vector128<sbyte> low0 = x0.AsSByte(), high0 = x1.AsSByte(), low1 = x2.AsSByte(), high1 = x3.AsSByte();
        Vector128<sbyte> a0 = AdvSimdProducts.Weights(panel, offset), a1 = AdvSimdProducts.Weights(panel, offset + 16);
        Vector128<sbyte> b0 = AdvSimdProducts.Weights(panel, offset + Panel.TileBytes);
        Vector128<sbyte> b1 = AdvSimdProducts.Weights(panel, offset + Panel.TileBytes + 16);
        q0 = first ? AdvSimdProducts.Upper(a0, b0, high0, high1) : AdvSimdProducts.AddUpper(q0, a0, b0, high0, high1);
        q1 = first ? AdvSimdProducts.Upper(a1, b1, high0, high1) : AdvSimdProducts.AddUpper(q1, a1, b1, high0, high1);
        u0 = AdvSimd.AddPairwiseWideningAndAdd(u0, AdvSimdProducts.Upper(a0, b0, low0, low1));
        u1 = AdvSimd.AddPairwiseWideningAndAdd(u1, AdvSimdProducts.Upper(a1, b1, low0, low1));

        Vector64<sbyte> c0 = a0.GetLower(), c1 = a1.GetLower(), d0 = b0.GetLower(), d1 = b1.GetLower();
        Vector64<sbyte> h0 = high0.GetLower(), h1 = high1.GetLower(), n0 = low0.GetLower(), n1 = low1.GetLower();
        p0 = first ? AdvSimdProducts.Lower(c0, d0, h0, h1) : AdvSimdProducts.AddLower(p0, c0, d0, h0, h1);
        p1 = first ? AdvSimdProducts.Lower(c1, d1, h0, h1) : AdvSimdProducts.AddLower(p1, c1, d1, h0, h1);
        l0 = AdvSimd.AddPairwiseWideningAndAdd(l0, AdvSimdProducts.Lower(c0, d0, n0, n1));
        l1 = AdvSimd.AddPairwiseWideningAndAdd(l1, AdvSimdProducts.Lower(c1, d1, n0, n1));
    }
}
