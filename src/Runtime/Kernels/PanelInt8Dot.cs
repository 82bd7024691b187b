using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeLstm.Kernels;

/// <summary>
/// int8 × int8 with Arm's dot product (Pi 5): one sdot is four units × four inputs. Sixteen accumulators hold the 64 rows; four tiles are one
/// ldr of sixteen activations, 32 ldp and 64 sdot, each of which picks its four activations by itself: 25.3 instructions per tile with the
/// loop's own, of which 16 multiply.
/// </summary>
readonly unsafe struct PanelInt8Dot : IPanelProduct<sbyte>
{
    public static void Arrange(sbyte* source, sbyte* target, int count)
    {
        for (sbyte* end = source + count; source != end; source += 16, target += 16)
            Vector128.Load(source).Store(target);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* Multiply(byte* panel, sbyte* x, int xTiles, sbyte* h, int hTiles, short* pre)
    {
        Vector128<int> a0 = default, a1 = default, a2 = default, a3 = default; // i: units 0–3, 4–7, 8–11, 12–15
        Vector128<int> a4 = default, a5 = default, a6 = default, a7 = default; // f
        Vector128<int> a8 = default, a9 = default, a10 = default, a11 = default; // g
        Vector128<int> a12 = default, a13 = default, a14 = default, a15 = default; // o
        panel = AddTiles(
            panel, x, xTiles, ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6, ref a7,
            ref a8, ref a9, ref a10, ref a11, ref a12, ref a13, ref a14, ref a15);

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
        panel = AddTiles(
            panel + 2 * Panel.Rows * 4, h, hTiles, ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6, ref a7,
            ref a8, ref a9, ref a10, ref a11, ref a12, ref a13, ref a14, ref a15);

        AdvSimdEpilogue.Store(a0, a1, a2, a3, panel, 0, pre);
        AdvSimdEpilogue.Store(a4, a5, a6, a7, panel, 16, pre);
        AdvSimdEpilogue.Store(a8, a9, a10, a11, panel, 32, pre);
        AdvSimdEpilogue.Store(a12, a13, a14, a15, panel, 48, pre);
        return panel + Panel.Rows * 4;
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

    /// <summary>Adds one tile's products with the four activations <paramref name="index"/> of <paramref name="v"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void AddTile(
        byte* panel, int tile, Vector128<sbyte> v, [ConstantExpected(Max = (byte)15)] byte index,
        ref Vector128<int> a0, ref Vector128<int> a1, ref Vector128<int> a2, ref Vector128<int> a3,
        ref Vector128<int> a4, ref Vector128<int> a5, ref Vector128<int> a6, ref Vector128<int> a7,
        ref Vector128<int> a8, ref Vector128<int> a9, ref Vector128<int> a10, ref Vector128<int> a11,
        ref Vector128<int> a12, ref Vector128<int> a13, ref Vector128<int> a14, ref Vector128<int> a15)
    {
        a0 = Dp.DotProductBySelectedQuadruplet(a0, Weights(panel, tile, 0), v, index);
        a1 = Dp.DotProductBySelectedQuadruplet(a1, Weights(panel, tile, 1), v, index);
        a2 = Dp.DotProductBySelectedQuadruplet(a2, Weights(panel, tile, 2), v, index);
        a3 = Dp.DotProductBySelectedQuadruplet(a3, Weights(panel, tile, 3), v, index);
        a4 = Dp.DotProductBySelectedQuadruplet(a4, Weights(panel, tile, 4), v, index);
        a5 = Dp.DotProductBySelectedQuadruplet(a5, Weights(panel, tile, 5), v, index);
        a6 = Dp.DotProductBySelectedQuadruplet(a6, Weights(panel, tile, 6), v, index);
        a7 = Dp.DotProductBySelectedQuadruplet(a7, Weights(panel, tile, 7), v, index);
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
    static Vector128<sbyte> Weights(byte* panel, int tile, int quad) => Vector128.Load((sbyte*)panel + (Panel.TileBytes * tile + 16 * quad));
}
