using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeLstm.Kernels;

/// <summary>int8 × int8 without the dot product: two products fit an int16 sum.</summary>
readonly unsafe struct DotInt8AdvSimd : IDotProduct<sbyte>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Sum(sbyte* w, sbyte* x, int count)
    {
        var sum = Vector128<int>.Zero;
        for (sbyte* end = w + count; w != end; w += 16, x += 16)
        {
            Vector128<sbyte> a = Vector128.Load(w), b = Vector128.Load(x);
            var p = AdvSimd.MultiplyWideningUpper(a, b); // first: a lower half that is the last use needs no copy
            p = AdvSimd.MultiplyWideningLowerAndAdd(p, a.GetLower(), b.GetLower());
            sum = AdvSimd.AddPairwiseWideningAndAdd(sum, p);
        }

        return Vector128.Sum(sum);
    }
}
