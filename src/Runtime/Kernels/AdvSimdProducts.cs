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
        l0 = AdvSimd.AddPairwiseWideningAndAdd(l0, Lower(a0.GetLower(), b0.GetLower(), n0, n1));
        u1 = AdvSimd.AddPairwiseWideningAndAdd(u1, Upper(a1, b1, v0, v1));
        l1 = AdvSimd.AddPairwiseWideningAndAdd(l1, Lower(a1.GetLower(), b1.GetLower(), n0, n1));
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

    /// <summary>The two sums that a row of two quads begins with: its bias and a zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Begin(byte* bias, int row, out Vector128<int> l0, out Vector128<int> u0, out Vector128<int> l1, out Vector128<int> u1)
    {
        (l0, l1) = (Vector128.Load((int*)bias + row), Vector128.Load((int*)bias + (row + 4)));
        (u0, u1) = (Vector128.Load((int*)bias + (row + Panel.Rows)), Vector128.Load((int*)bias + (row + Panel.Rows + 4)));
    }

    /// <summary>Both sums of each row &lt;&lt; its shift.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Shift(byte* shift, int row, ref Vector128<int> l0, ref Vector128<int> u0, ref Vector128<int> l1, ref Vector128<int> u1)
    {
        Begin(shift, row, out var s0, out var t0, out var s1, out var t1);
        l0 = AdvSimd.ShiftLogical(l0, s0);
        u0 = AdvSimd.ShiftLogical(u0, t0);
        l1 = AdvSimd.ShiftLogical(l1, s1);
        u1 = AdvSimd.ShiftLogical(u1, t1);
    }

    /// <summary>Units 0 and 1 of a quad in two tiles: a·n0 + b·n1 in int16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Lower(Vector64<sbyte> a, Vector64<sbyte> b, Vector64<sbyte> n0, Vector64<sbyte> n1) =>
        AdvSimd.MultiplyWideningLowerAndAdd(AdvSimd.MultiplyWideningLower(a, n0), b, n1);

    /// <summary>sum + a·n0 + b·n1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> AddLower(
        Vector128<short> sum, Vector64<sbyte> a, Vector64<sbyte> b, Vector64<sbyte> n0, Vector64<sbyte> n1) =>
        AdvSimd.MultiplyWideningLowerAndAdd(AdvSimd.MultiplyWideningLowerAndAdd(sum, a, n0), b, n1);

    /// <summary>Units 2 and 3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Upper(Vector128<sbyte> a, Vector128<sbyte> b, Vector128<sbyte> v0, Vector128<sbyte> v1) =>
        AdvSimd.MultiplyWideningUpperAndAdd(AdvSimd.MultiplyWideningUpper(a, v0), b, v1);

    /// <summary>sum + a·v0 + b·v1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> AddUpper(
        Vector128<short> sum, Vector128<sbyte> a, Vector128<sbyte> b, Vector128<sbyte> v0, Vector128<sbyte> v1) =>
        AdvSimd.MultiplyWideningUpperAndAdd(AdvSimd.MultiplyWideningUpperAndAdd(sum, a, v0), b, v1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<sbyte> Weights(byte* panel, int offset) => Vector128.Load((sbyte*)panel + offset);
}
