using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeLstm.Kernels;

/// <summary>Two sums a unit: sadalp adds the products of two tiles, joined in int16, 2·128·127 = 32,512 at most, in pairs.</summary>
readonly struct Int32Sums : IAdvSimdSums
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTwoTiles(
        Vector128<sbyte> a0, Vector128<sbyte> a1, Vector128<sbyte> b0, Vector128<sbyte> b1, Vector64<sbyte> n0, Vector128<sbyte> v0,
        Vector64<sbyte> n1, Vector128<sbyte> v1,
        ref Vector128<int> l0, ref Vector128<int> u0, ref Vector128<int> l1, ref Vector128<int> u1)
    {
        var p0 = AdvSimd.MultiplyWideningUpper(a0, v0);
        var q0 = AdvSimd.MultiplyWideningLower(a0.GetLower(), n0);
        var p1 = AdvSimd.MultiplyWideningUpper(a1, v0);
        var q1 = AdvSimd.MultiplyWideningLower(a1.GetLower(), n0);
        p0 = AdvSimd.MultiplyWideningUpperAndAdd(p0, b0, v1);
        q0 = AdvSimd.MultiplyWideningLowerAndAdd(q0, b0.GetLower(), n1);
        p1 = AdvSimd.MultiplyWideningUpperAndAdd(p1, b1, v1);
        q1 = AdvSimd.MultiplyWideningLowerAndAdd(q1, b1.GetLower(), n1);
        u0 = AdvSimd.AddPairwiseWideningAndAdd(u0, p0);
        l0 = AdvSimd.AddPairwiseWideningAndAdd(l0, q0);
        u1 = AdvSimd.AddPairwiseWideningAndAdd(u1, p1);
        l1 = AdvSimd.AddPairwiseWideningAndAdd(l1, q1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTile(
        Vector128<sbyte> w0, Vector128<sbyte> w1, Vector64<sbyte> n, Vector128<sbyte> v, ref Vector128<int> l0, ref Vector128<int> u0,
        ref Vector128<int> l1, ref Vector128<int> u1)
    {
        u0 = AdvSimd.AddPairwiseWideningAndAdd(u0, AdvSimd.MultiplyWideningUpper(w0, v));
        l0 = AdvSimd.AddPairwiseWideningAndAdd(l0, AdvSimd.MultiplyWideningLower(w0.GetLower(), n));
        u1 = AdvSimd.AddPairwiseWideningAndAdd(u1, AdvSimd.MultiplyWideningUpper(w1, v));
        l1 = AdvSimd.AddPairwiseWideningAndAdd(l1, AdvSimd.MultiplyWideningLower(w1.GetLower(), n));
    }
}
