using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeLstm.Kernels;

/// <summary>int8 × int8 with Arm's dot product.</summary>
readonly unsafe struct DotInt8AdvSimdDp : IDotProduct<sbyte>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Sum(sbyte* w, sbyte* x, int count)
    {
        var sum = Vector128<int>.Zero;
        for (sbyte* end = w + count; w != end; w += 16, x += 16)
            sum = Dp.DotProduct(sum, Vector128.Load(w), Vector128.Load(x));
        return Vector128.Sum(sum);
    }
}
