using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeLstm.Kernels;

/// <summary>
/// Products of four units × four inputs in pairs, for processors without the dot product. Two neighbouring quads of units at a time, so
/// that one ldp loads both. Of a quad, <c>l</c> holds units 0 and 1 and <c>u</c> units 2 and 3, two sums each, or four of
/// <see cref="Int16Sums"/>.
/// </summary>
static unsafe class AdvSimdProducts
{
    /// <summary>
    /// Adds two neighbouring tiles' products; <paramref name="n0"/> and <paramref name="n1"/> are the lower halves of <paramref name="v0"/>
    /// and
    /// <paramref name="v1"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTwoTiles<TSums>(
        byte* panel, int offset, Vector64<sbyte> n0, Vector128<sbyte> v0, Vector64<sbyte> n1, Vector128<sbyte> v1,
        ref Vector128<int> l0, ref Vector128<int> u0, ref Vector128<int> l1, ref Vector128<int> u1)
        where TSums : IAdvSimdSums
    {
        Vector128<sbyte> a0 = Weights(panel, offset), a1 = Weights(panel, offset + 16);
        Vector128<sbyte> b0 = Weights(panel, offset + Panel.TileBytes), b1 = Weights(panel, offset + Panel.TileBytes + 16);
        TSums.AddTwoTiles(a0, a1, b0, b1, n0, v0, n1, v1, ref l0, ref u0, ref l1, ref u1);
    }

    /// <summary>Adds the last tile's products.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTile<TSums>(
        byte* panel, int offset, Vector64<sbyte> n, Vector128<sbyte> v,
        ref Vector128<int> l0, ref Vector128<int> u0, ref Vector128<int> l1, ref Vector128<int> u1)
        where TSums : IAdvSimdSums
    {
        Vector128<sbyte> w0 = Weights(panel, offset), w1 = Weights(panel, offset + 16);
        TSums.AddTile(w0, w1, n, v, ref l0, ref u0, ref l1, ref u1);
    }

    /// <summary>The two sums that a row of two quads begins with: its bias and a zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Begin(byte* bias, int row, out Vector128<int> l0, out Vector128<int> u0, out Vector128<int> l1,
        out Vector128<int> u1)
    {
        (l0, l1) = (Vector128.Load((int*)bias + row), Vector128.Load((int*)bias + (row + 4)));
        (u0, u1) = (Vector128.Load((int*)bias + (row + Panel.Rows)), Vector128.Load((int*)bias + (row + Panel.Rows + 4)));
    }

    /// <summary>Both sums of each row &lt;&lt; its shift.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Shift(byte* shift, int row, ref Vector128<int> l0, ref Vector128<int> u0, ref Vector128<int> l1,
        ref Vector128<int> u1)
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
