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
    /// <summary>
    /// Adds two neighbouring tiles' products; <paramref name="n0"/> and <paramref name="n1"/> are the lower halves of <paramref name="v0"/> and
    /// <paramref name="v1"/>. Upper halves of the weights come first: the JIT copies a register for a lower half unless it is the last use.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTwoTiles(
        byte* panel, int offset, Vector64<sbyte> n0, Vector128<sbyte> v0, Vector64<sbyte> n1, Vector128<sbyte> v1,
        ref Vector128<int> l0, ref Vector128<int> u0, ref Vector128<int> l1, ref Vector128<int> u1)
    {
        Vector128<sbyte> a0 = Weights(panel, offset), a1 = Weights(panel, offset + 16);
        Vector128<sbyte> b0 = Weights(panel, offset + Panel.TileBytes), b1 = Weights(panel, offset + Panel.TileBytes + 16);
        u0 = AdvSimd.AddPairwiseWideningAndAdd(u0, Upper(a0, b0, v0, v1));
        l0 = AdvSimd.AddPairwiseWideningAndAdd(l0, Lower(a0, b0, n0, n1));
        u1 = AdvSimd.AddPairwiseWideningAndAdd(u1, Upper(a1, b1, v0, v1));
        l1 = AdvSimd.AddPairwiseWideningAndAdd(l1, Lower(a1, b1, n0, n1));
    }

    /// <summary>Adds the last tile's products.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTile(
        byte* panel, int offset, Vector64<sbyte> n, Vector128<sbyte> v,
        ref Vector128<int> l0, ref Vector128<int> u0, ref Vector128<int> l1, ref Vector128<int> u1)
    {
        Vector128<sbyte> w0 = Weights(panel, offset), w1 = Weights(panel, offset + 16);
        u0 = AdvSimd.AddPairwiseWideningAndAdd(u0, AdvSimd.MultiplyWideningUpper(w0, v));
        l0 = AdvSimd.AddPairwiseWideningAndAdd(l0, AdvSimd.MultiplyWideningLower(w0.GetLower(), n));
        u1 = AdvSimd.AddPairwiseWideningAndAdd(u1, AdvSimd.MultiplyWideningUpper(w1, v));
        l1 = AdvSimd.AddPairwiseWideningAndAdd(l1, AdvSimd.MultiplyWideningLower(w1.GetLower(), n));
    }

    /// <summary>
    /// Rescales two quads' sums and puts them back as sums of two with a zero, so that the hidden state's products go on top and no other
    /// registers stay alive.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Rescale(
        byte* ratio, int row, ref Vector128<int> l0, ref Vector128<int> u0, ref Vector128<int> l1, ref Vector128<int> u1)
    {
        Vector128<float> r0 = Vector128.Load((float*)ratio + row), r1 = Vector128.Load((float*)ratio + (row + 4));
        Vector128<int> b0 = Vector128.Load((int*)ratio + (Panel.Rows + row)), b1 = Vector128.Load((int*)ratio + (Panel.Rows + row + 4));
        var sums0 = (AdvSimdEpilogue.Round(AdvSimd.Arm64.AddPairwise(l0, u0), r0) + b0).AsUInt32();
        var sums1 = (AdvSimdEpilogue.Round(AdvSimd.Arm64.AddPairwise(l1, u1), r1) + b1).AsUInt32();
        u0 = AdvSimd.ZeroExtendWideningUpper(sums0).AsInt32();
        l0 = AdvSimd.ZeroExtendWideningLower(sums0.GetLower()).AsInt32();
        u1 = AdvSimd.ZeroExtendWideningUpper(sums1).AsInt32();
        l1 = AdvSimd.ZeroExtendWideningLower(sums1.GetLower()).AsInt32();
    }

    /// <summary>Units 0 and 1 of a quad in two tiles: a·n0 + b·n1 in int16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Lower(Vector128<sbyte> a, Vector128<sbyte> b, Vector64<sbyte> n0, Vector64<sbyte> n1) =>
        AdvSimd.MultiplyWideningLowerAndAdd(AdvSimd.MultiplyWideningLower(a.GetLower(), n0), b.GetLower(), n1);

    /// <summary>Units 2 and 3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Upper(Vector128<sbyte> a, Vector128<sbyte> b, Vector128<sbyte> v0, Vector128<sbyte> v1) =>
        AdvSimd.MultiplyWideningUpperAndAdd(AdvSimd.MultiplyWideningUpper(a, v0), b, v1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<sbyte> Weights(byte* panel, int offset) => Vector128.Load((sbyte*)panel + offset);
}
