using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeLstm.Kernels;

/// <summary>Products of four units × four inputs in pairs, for processors without the dot product.</summary>
static unsafe class AdvSimdProducts
{
    /// <summary>Adds two neighbouring tiles' products: <paramref name="lower"/> takes units 0 and 1 of the quad, two sums each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTwoTiles(
        ref Vector128<int> lower, ref Vector128<int> upper, byte* tile, Vector128<sbyte> v0, Vector128<sbyte> v1)
    {
        var w0 = Vector128.Load((sbyte*)tile);
        var w1 = Vector128.Load((sbyte*)tile + Panel.TileBytes);
        var p = AdvSimd.MultiplyWideningLower(w0.GetLower(), v0.GetLower());
        var q = AdvSimd.MultiplyWideningUpper(w0, v0);
        p = AdvSimd.MultiplyWideningLowerAndAdd(p, w1.GetLower(), v1.GetLower());
        q = AdvSimd.MultiplyWideningUpperAndAdd(q, w1, v1);
        lower = AdvSimd.AddPairwiseWideningAndAdd(lower, p);
        upper = AdvSimd.AddPairwiseWideningAndAdd(upper, q);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTile(ref Vector128<int> lower, ref Vector128<int> upper, byte* tile, Vector128<sbyte> v)
    {
        var w = Vector128.Load((sbyte*)tile);
        lower = AdvSimd.AddPairwiseWideningAndAdd(lower, AdvSimd.MultiplyWideningLower(w.GetLower(), v.GetLower()));
        upper = AdvSimd.AddPairwiseWideningAndAdd(upper, AdvSimd.MultiplyWideningUpper(w, v));
    }
}
