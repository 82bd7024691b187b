using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeLstm.Kernels;

/// <summary>
/// Products of four units × four inputs in pairs, for processors without the dot product. Two neighbouring quads of units at a time, so that
/// one ldp loads both. Of a quad, <c>l</c> holds units 0 and 1 and <c>u</c> units 2 and 3, two sums each.
/// </summary>
static unsafe class AdvSimdProducts
{
    /// <summary>Adds two neighbouring tiles' products.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTwoTiles(
        byte* tile, Vector128<sbyte> v0, Vector128<sbyte> v1,
        ref Vector128<int> l0, ref Vector128<int> u0, ref Vector128<int> l1, ref Vector128<int> u1)
    {
        Vector128<sbyte> a0 = Vector128.Load((sbyte*)tile), a1 = Vector128.Load((sbyte*)tile + 16);
        Vector128<sbyte> b0 = Vector128.Load((sbyte*)tile + Panel.TileBytes), b1 = Vector128.Load((sbyte*)tile + Panel.TileBytes + 16);
        l0 = AdvSimd.AddPairwiseWideningAndAdd(l0, Lower(a0, b0, v0, v1));
        u0 = AdvSimd.AddPairwiseWideningAndAdd(u0, Upper(a0, b0, v0, v1));
        l1 = AdvSimd.AddPairwiseWideningAndAdd(l1, Lower(a1, b1, v0, v1));
        u1 = AdvSimd.AddPairwiseWideningAndAdd(u1, Upper(a1, b1, v0, v1));
    }

    /// <summary>Adds the last tile's products.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTile(
        byte* tile, Vector128<sbyte> v, ref Vector128<int> l0, ref Vector128<int> u0, ref Vector128<int> l1, ref Vector128<int> u1)
    {
        Vector128<sbyte> w0 = Vector128.Load((sbyte*)tile), w1 = Vector128.Load((sbyte*)tile + 16);
        l0 = AdvSimd.AddPairwiseWideningAndAdd(l0, AdvSimd.MultiplyWideningLower(w0.GetLower(), v.GetLower()));
        u0 = AdvSimd.AddPairwiseWideningAndAdd(u0, AdvSimd.MultiplyWideningUpper(w0, v));
        l1 = AdvSimd.AddPairwiseWideningAndAdd(l1, AdvSimd.MultiplyWideningLower(w1.GetLower(), v.GetLower()));
        u1 = AdvSimd.AddPairwiseWideningAndAdd(u1, AdvSimd.MultiplyWideningUpper(w1, v));
    }

    /// <summary>
    /// Rescales a quad's sums and puts them back as sums of two with a zero, so that the hidden state's products go on top and no other
    /// registers stay alive.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Rescale(ref Vector128<int> l, ref Vector128<int> u, byte* ratio, int row)
    {
        var sums = AdvSimdEpilogue.Rescale(AdvSimd.Arm64.AddPairwise(l, u), ratio, row).AsUInt32();
        l = AdvSimd.ZeroExtendWideningLower(sums.GetLower()).AsInt32();
        u = AdvSimd.ZeroExtendWideningUpper(sums).AsInt32();
    }

    /// <summary>Units 0 and 1 of a quad in two tiles: a·v0 + b·v1 in int16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Lower(Vector128<sbyte> a, Vector128<sbyte> b, Vector128<sbyte> v0, Vector128<sbyte> v1) =>
        AdvSimd.MultiplyWideningLowerAndAdd(AdvSimd.MultiplyWideningLower(a.GetLower(), v0.GetLower()), b.GetLower(), v1.GetLower());

    /// <summary>Units 2 and 3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Upper(Vector128<sbyte> a, Vector128<sbyte> b, Vector128<sbyte> v0, Vector128<sbyte> v1) =>
        AdvSimd.MultiplyWideningUpperAndAdd(AdvSimd.MultiplyWideningUpper(a, v0), b, v1);

    /// <summary>sum + a·v0 + b·v1 of units 0 and 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> AddLower(
        Vector128<short> sum, Vector128<sbyte> a, Vector128<sbyte> b, Vector128<sbyte> v0, Vector128<sbyte> v1) =>
        AdvSimd.MultiplyWideningLowerAndAdd(
            AdvSimd.MultiplyWideningLowerAndAdd(sum, a.GetLower(), v0.GetLower()), b.GetLower(), v1.GetLower());

    /// <summary>Of units 2 and 3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> AddUpper(
        Vector128<short> sum, Vector128<sbyte> a, Vector128<sbyte> b, Vector128<sbyte> v0, Vector128<sbyte> v1) =>
        AdvSimd.MultiplyWideningUpperAndAdd(AdvSimd.MultiplyWideningUpperAndAdd(sum, a, v0), b, v1);
}
