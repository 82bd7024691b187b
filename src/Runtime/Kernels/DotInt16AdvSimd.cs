using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeLstm.Kernels;

/// <summary>int8 weights × int16 activations on Advanced SIMD: weights widened, then smlal.</summary>
readonly unsafe struct DotInt16AdvSimd : IDotProduct<short>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Sum(sbyte* w, short* x, int count)
    {
        var even = Vector128<int>.Zero;
        var odd = Vector128<int>.Zero;
        for (sbyte* end = w + count; w != end; w += 8, x += 8)
        {
            Vector128<short> a = AdvSimd.SignExtendWideningLower(Vector64.Load(w)), b = Vector128.Load(x);
            even = AdvSimd.MultiplyWideningLowerAndAdd(even, a.GetLower(), b.GetLower());
            odd = AdvSimd.MultiplyWideningUpperAndAdd(odd, a, b);
        }

        return Vector128.Sum(even + odd);
    }
}
