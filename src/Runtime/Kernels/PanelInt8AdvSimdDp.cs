using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeLstm.Kernels;

/// <summary>
/// int8 × int8 with Arm's dot product (Pi 5): one sdot is four units × four inputs. Sixteen accumulators hold the 64 rows; four tiles are
/// one ldr of sixteen activations, 32 ldp and 64 sdot, each of which picks its four activations by itself: 25.3 instructions per tile with
/// the loop's own, of which 16 multiply. Four tiles are as far as an ldp reaches.
/// </summary>
readonly unsafe struct PanelInt8AdvSimdDp : IPanelProduct<sbyte>
{
    public static int SumsPerRow => 1;

    public static int ArrangedBytes(int count) => count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Arrange(sbyte* source, int tiles, byte* target)
    {
        for (; tiles > 0; tiles -= 4, source += 16, target += 16)
            Vector128.Load(source).Store((sbyte*)target);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* Multiply(byte* panel, byte* x, int xTiles, byte* h, int hTiles, short* pre)
    {
        var a0 = Vector128.Load((int*)panel); // i: units 0–3
        var a1 = Vector128.Load((int*)panel + 4); // 4–7
        var a2 = Vector128.Load((int*)panel + 8); // 8–11
        var a3 = Vector128.Load((int*)panel + 12); // 12–15
        var a4 = Vector128.Load((int*)panel + 16); // f
        var a5 = Vector128.Load((int*)panel + 20);
        var a6 = Vector128.Load((int*)panel + 24);
        var a7 = Vector128.Load((int*)panel + 28);
        var a8 = Vector128.Load((int*)panel + 32); // g
        var a9 = Vector128.Load((int*)panel + 36);
        var a10 = Vector128.Load((int*)panel + 40);
        var a11 = Vector128.Load((int*)panel + 44);
        var a12 = Vector128.Load((int*)panel + 48); // o
        var a13 = Vector128.Load((int*)panel + 52);
        var a14 = Vector128.Load((int*)panel + 56);
        var a15 = Vector128.Load((int*)panel + 60);
        panel = AddTiles(
            panel + Panel.ConstantBytes, (sbyte*)x, xTiles, ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6, ref a7,
            ref a8, ref a9, ref a10, ref a11, ref a12, ref a13, ref a14, ref a15);

        a0 = AdvSimdEpilogue.Shift(a0, panel, 0);
        a1 = AdvSimdEpilogue.Shift(a1, panel, 4);
        a2 = AdvSimdEpilogue.Shift(a2, panel, 8);
        a3 = AdvSimdEpilogue.Shift(a3, panel, 12);
        a4 = AdvSimdEpilogue.Shift(a4, panel, 16);
        a5 = AdvSimdEpilogue.Shift(a5, panel, 20);
        a6 = AdvSimdEpilogue.Shift(a6, panel, 24);
        a7 = AdvSimdEpilogue.Shift(a7, panel, 28);
        a8 = AdvSimdEpilogue.Shift(a8, panel, 32);
        a9 = AdvSimdEpilogue.Shift(a9, panel, 36);
        a10 = AdvSimdEpilogue.Shift(a10, panel, 40);
        a11 = AdvSimdEpilogue.Shift(a11, panel, 44);
        a12 = AdvSimdEpilogue.Shift(a12, panel, 48);
        a13 = AdvSimdEpilogue.Shift(a13, panel, 52);
        a14 = AdvSimdEpilogue.Shift(a14, panel, 56);
        a15 = AdvSimdEpilogue.Shift(a15, panel, 60);
        panel = AddTiles(
            panel + Panel.ConstantBytes, (sbyte*)h, hTiles, ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6, ref a7,
            ref a8, ref a9, ref a10, ref a11, ref a12, ref a13, ref a14, ref a15);

        AdvSimdEpilogue.Store(a0, a1, a2, a3, panel, 0, pre);
        AdvSimdEpilogue.Store(a4, a5, a6, a7, panel, 16, pre);
        AdvSimdEpilogue.Store(a8, a9, a10, a11, panel, 32, pre);
        AdvSimdEpilogue.Store(a12, a13, a14, a15, panel, 48, pre);
        return panel + Panel.ConstantBytes;
    }

    // beside Multiply it would exceed what the JIT inlines in one method
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void MultiplyHalf(byte* panel, byte* x, int xTiles, byte* h, int hTiles, short* pre)
    {
        Vector128<int> a0 = Vector128.Load((int*)panel), a1 = Vector128.Load((int*)panel + 4), a2 = Vector128.Load((int*)panel + 8),
            a3 = Vector128.Load((int*)panel + 12);
        Vector128<int> a4 = Vector128.Load((int*)panel + 16), a5 = Vector128.Load((int*)panel + 20), a6 = Vector128.Load((int*)panel + 24),
            a7 = Vector128.Load((int*)panel + 28);
        panel = AddHalfTiles(panel + Panel.ConstantBytes, (sbyte*)x, xTiles, ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6,
            ref a7);

        a0 = AdvSimdEpilogue.Shift(a0, panel, 0);
        a1 = AdvSimdEpilogue.Shift(a1, panel, 4);
        a2 = AdvSimdEpilogue.Shift(a2, panel, 8);
        a3 = AdvSimdEpilogue.Shift(a3, panel, 12);
        a4 = AdvSimdEpilogue.Shift(a4, panel, 16);
        a5 = AdvSimdEpilogue.Shift(a5, panel, 20);
        a6 = AdvSimdEpilogue.Shift(a6, panel, 24);
        a7 = AdvSimdEpilogue.Shift(a7, panel, 28);
        panel = AddHalfTiles(panel + Panel.ConstantBytes, (sbyte*)h, hTiles, ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6,
            ref a7);

        AdvSimdEpilogue.Store(a0, a1, a2, a3, panel, 0, pre);
        AdvSimdEpilogue.Store(a4, a5, a6, a7, panel, 16, pre);
    }

    /// <summary>The same of the first gate's place alone, sixteen rows: a rank of up to 16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void MultiplyQuarter(byte* panel, byte* x, int xTiles, byte* h, int hTiles, short* pre)
    {
        Vector128<int> a0 = Vector128.Load((int*)panel), a1 = Vector128.Load((int*)panel + 4), a2 = Vector128.Load((int*)panel + 8),
            a3 = Vector128.Load((int*)panel + 12);
        panel = AddQuarterTiles(panel + Panel.ConstantBytes, (sbyte*)x, xTiles, ref a0, ref a1, ref a2, ref a3);
        a0 = AdvSimdEpilogue.Shift(a0, panel, 0);
        a1 = AdvSimdEpilogue.Shift(a1, panel, 4);
        a2 = AdvSimdEpilogue.Shift(a2, panel, 8);
        a3 = AdvSimdEpilogue.Shift(a3, panel, 12);
        panel = AddQuarterTiles(panel + Panel.ConstantBytes, (sbyte*)h, hTiles, ref a0, ref a1, ref a2, ref a3);
        AdvSimdEpilogue.Store(a0, a1, a2, a3, panel, 0, pre);
    }

    /// <summary>Adds the products of all tiles and returns the address after them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static byte* AddTiles(
        byte* panel, sbyte* x, int tiles,
        ref Vector128<int> a0, ref Vector128<int> a1, ref Vector128<int> a2, ref Vector128<int> a3,
        ref Vector128<int> a4, ref Vector128<int> a5, ref Vector128<int> a6, ref Vector128<int> a7,
        ref Vector128<int> a8, ref Vector128<int> a9, ref Vector128<int> a10, ref Vector128<int> a11,
        ref Vector128<int> a12, ref Vector128<int> a13, ref Vector128<int> a14, ref Vector128<int> a15)
    {
        byte* end = panel + (nint)tiles * Panel.TileBytes;
        for (; panel <= end - 4 * Panel.TileBytes; panel += 4 * Panel.TileBytes, x += 4 * Panel.TileInputs)
        {
            var v = Vector128.Load(x);
            AddTile(
                panel, 0, v, 0, ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6, ref a7,
                ref a8, ref a9, ref a10, ref a11, ref a12, ref a13, ref a14, ref a15);
            AddTile(
                panel, 1, v, 1, ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6, ref a7,
                ref a8, ref a9, ref a10, ref a11, ref a12, ref a13, ref a14, ref a15);
            AddTile(
                panel, 2, v, 2, ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6, ref a7,
                ref a8, ref a9, ref a10, ref a11, ref a12, ref a13, ref a14, ref a15);
            AddTile(
                panel, 3, v, 3, ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6, ref a7,
                ref a8, ref a9, ref a10, ref a11, ref a12, ref a13, ref a14, ref a15);
        }

        for (; panel != end; panel += Panel.TileBytes, x += Panel.TileInputs)
        {
            var v = AdvSimd.LoadAndReplicateToVector128((int*)x).AsSByte();
            AddTile(
                panel, 0, v, 0, ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6, ref a7,
                ref a8, ref a9, ref a10, ref a11, ref a12, ref a13, ref a14, ref a15);
        }

        return panel;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static byte* AddHalfTiles(
        byte* panel, sbyte* x, int tiles,
        ref Vector128<int> a0, ref Vector128<int> a1, ref Vector128<int> a2, ref Vector128<int> a3,
        ref Vector128<int> a4, ref Vector128<int> a5, ref Vector128<int> a6, ref Vector128<int> a7)
    {
        byte* end = panel + (nint)tiles * Panel.TileBytes;
        for (; panel <= end - 4 * Panel.TileBytes; panel += 4 * Panel.TileBytes, x += 4 * Panel.TileInputs)
        {
            var v = Vector128.Load(x);
            AddHalfTile(panel, 0, v, 0, ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6, ref a7);
            AddHalfTile(panel, 1, v, 1, ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6, ref a7);
            AddHalfTile(panel, 2, v, 2, ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6, ref a7);
            AddHalfTile(panel, 3, v, 3, ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6, ref a7);
        }

        for (; panel != end; panel += Panel.TileBytes, x += Panel.TileInputs)
            AddHalfTile(panel, 0, AdvSimd.LoadAndReplicateToVector128((int*)x).AsSByte(), 0, ref a0, ref a1, ref a2, ref a3, ref a4, ref a5,
                ref a6, ref a7);
        return panel;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static byte* AddQuarterTiles(byte* panel, sbyte* x, int tiles, ref Vector128<int> a0, ref Vector128<int> a1, ref Vector128<int> a2,
        ref Vector128<int> a3)
    {
        byte* end = panel + (nint)tiles * Panel.TileBytes;
        for (; panel <= end - 4 * Panel.TileBytes; panel += 4 * Panel.TileBytes, x += 4 * Panel.TileInputs)
        {
            var v = Vector128.Load(x);
            AddQuarterTile(panel, 0, v, 0, ref a0, ref a1, ref a2, ref a3);
            AddQuarterTile(panel, 1, v, 1, ref a0, ref a1, ref a2, ref a3);
            AddQuarterTile(panel, 2, v, 2, ref a0, ref a1, ref a2, ref a3);
            AddQuarterTile(panel, 3, v, 3, ref a0, ref a1, ref a2, ref a3);
        }

        for (; panel != end; panel += Panel.TileBytes, x += Panel.TileInputs)
            AddQuarterTile(panel, 0, AdvSimd.LoadAndReplicateToVector128((int*)x).AsSByte(), 0, ref a0, ref a1, ref a2, ref a3);
        return panel;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void AddQuarterTile(
        byte* panel, int tile, Vector128<sbyte> v, [ConstantExpected(Max = (byte)15)] byte index,
        ref Vector128<int> a0, ref Vector128<int> a1, ref Vector128<int> a2, ref Vector128<int> a3)
    {
        a0 = Dp.DotProductBySelectedQuadruplet(a0, Weights(panel, tile, 0), v, index);
        a1 = Dp.DotProductBySelectedQuadruplet(a1, Weights(panel, tile, 1), v, index);
        a2 = Dp.DotProductBySelectedQuadruplet(a2, Weights(panel, tile, 2), v, index);
        a3 = Dp.DotProductBySelectedQuadruplet(a3, Weights(panel, tile, 3), v, index);
    }

    /// <summary>
    /// Adds one tile's products with the four activations <paramref name="index"/> of <paramref name="v"/>, of the first 32 rows.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void AddHalfTile(
        byte* panel, int tile, Vector128<sbyte> v, [ConstantExpected(Max = (byte)15)] byte index,
        ref Vector128<int> a0, ref Vector128<int> a1, ref Vector128<int> a2, ref Vector128<int> a3,
        ref Vector128<int> a4, ref Vector128<int> a5, ref Vector128<int> a6, ref Vector128<int> a7)
    {
        AddQuarterTile(panel, tile, v, index, ref a0, ref a1, ref a2, ref a3);
        a4 = Dp.DotProductBySelectedQuadruplet(a4, Weights(panel, tile, 4), v, index);
        a5 = Dp.DotProductBySelectedQuadruplet(a5, Weights(panel, tile, 5), v, index);
        a6 = Dp.DotProductBySelectedQuadruplet(a6, Weights(panel, tile, 6), v, index);
        a7 = Dp.DotProductBySelectedQuadruplet(a7, Weights(panel, tile, 7), v, index);
    }

    /// <summary>Adds one tile's products with the four activations <paramref name="index"/> of <paramref name="v"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void AddTile(
        byte* panel, int tile, Vector128<sbyte> v, [ConstantExpected(Max = (byte)15)] byte index,
        ref Vector128<int> a0, ref Vector128<int> a1, ref Vector128<int> a2, ref Vector128<int> a3,
        ref Vector128<int> a4, ref Vector128<int> a5, ref Vector128<int> a6, ref Vector128<int> a7,
        ref Vector128<int> a8, ref Vector128<int> a9, ref Vector128<int> a10, ref Vector128<int> a11,
        ref Vector128<int> a12, ref Vector128<int> a13, ref Vector128<int> a14, ref Vector128<int> a15)
    {
        AddHalfTile(panel, tile, v, index, ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6, ref a7);
        a8 = Dp.DotProductBySelectedQuadruplet(a8, Weights(panel, tile, 8), v, index);
        a9 = Dp.DotProductBySelectedQuadruplet(a9, Weights(panel, tile, 9), v, index);
        a10 = Dp.DotProductBySelectedQuadruplet(a10, Weights(panel, tile, 10), v, index);
        a11 = Dp.DotProductBySelectedQuadruplet(a11, Weights(panel, tile, 11), v, index);
        a12 = Dp.DotProductBySelectedQuadruplet(a12, Weights(panel, tile, 12), v, index);
        a13 = Dp.DotProductBySelectedQuadruplet(a13, Weights(panel, tile, 13), v, index);
        a14 = Dp.DotProductBySelectedQuadruplet(a14, Weights(panel, tile, 14), v, index);
        a15 = Dp.DotProductBySelectedQuadruplet(a15, Weights(panel, tile, 15), v, index);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<sbyte> Weights(byte* panel, int tile, int quad) =>
        Vector128.Load((sbyte*)panel + (Panel.TileBytes * tile + 16 * quad));
}
