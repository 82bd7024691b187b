using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeLstm.Kernels;

/// <summary>Four sums a unit, in int16, of <see cref="LevelSums"/>: smlal alone.</summary>
readonly struct Int16Sums : IAdvSimdSums
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTwoTiles(
        Vector128<sbyte> a0, Vector128<sbyte> a1, Vector128<sbyte> b0, Vector128<sbyte> b1, Vector64<sbyte> n0, Vector128<sbyte> v0,
        Vector64<sbyte> n1, Vector128<sbyte> v1,
        ref Vector128<int> l0, ref Vector128<int> u0, ref Vector128<int> l1, ref Vector128<int> u1)
    {
        AddTile(a0, a1, n0, v0, ref l0, ref u0, ref l1, ref u1);
        AddTile(b0, b1, n1, v1, ref l0, ref u0, ref l1, ref u1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTile(
        Vector128<sbyte> w0, Vector128<sbyte> w1, Vector64<sbyte> n, Vector128<sbyte> v, ref Vector128<int> l0, ref Vector128<int> u0,
        ref Vector128<int> l1, ref Vector128<int> u1)
    {
        u0 = AdvSimd.MultiplyWideningUpperAndAdd(u0.AsInt16(), w0, v).AsInt32();
        l0 = AdvSimd.MultiplyWideningLowerAndAdd(l0.AsInt16(), w0.GetLower(), n).AsInt32();
        u1 = AdvSimd.MultiplyWideningUpperAndAdd(u1.AsInt16(), w1, v).AsInt32();
        l1 = AdvSimd.MultiplyWideningLowerAndAdd(l1.AsInt16(), w1.GetLower(), n).AsInt32();
    }
}
