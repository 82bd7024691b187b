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
        for (sbyte* end = w + count; w != end; w += 16, x += 16)
        {
            var weights = Vector128.Load(w);
            Vector128<short> x0 = Vector128.Load(x), x1 = Vector128.Load(x + 8);
            var w1 = AdvSimd.SignExtendWideningUpper(weights); // upper halves first: a lower half that is the last use needs no copy
            var w0 = AdvSimd.SignExtendWideningLower(weights.GetLower());
            odd = AdvSimd.MultiplyWideningUpperAndAdd(odd, w1, x1);
            even = AdvSimd.MultiplyWideningLowerAndAdd(even, w1.GetLower(), x1.GetLower());
            odd = AdvSimd.MultiplyWideningUpperAndAdd(odd, w0, x0);
            even = AdvSimd.MultiplyWideningLowerAndAdd(even, w0.GetLower(), x0.GetLower());
        }

        return Vector128.Sum(even + odd);
    }
}
