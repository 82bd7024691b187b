using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace EdgeLstm.Kernels;

/// <summary>
/// Exact int32 dot products of one row, for dense heads: a head has few rows, so panels of 64 would be mostly padding. Lengths are
/// multiples of 16.
/// </summary>
static unsafe class DotProduct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Int8(Kernel kernel, sbyte* w, sbyte* x, int count) => kernel switch
    {
        Kernel.Avx2 => Int8Avx2(w, x, count),
        Kernel.AdvSimdDotProduct => Int8Dot(w, x, count),
        Kernel.AdvSimd => Int8Multiply(w, x, count),
        _ => Int8Scalar(w, x, count),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Int16(Kernel kernel, sbyte* w, short* x, int count) => kernel switch
    {
        Kernel.Avx2 => Int16Avx2(w, x, count),
        Kernel.AdvSimdDotProduct or Kernel.AdvSimd => Int16AdvSimd(w, x, count),
        _ => Int16Scalar(w, x, count),
    };

    static int Int8Scalar(sbyte* w, sbyte* x, int count)
    {
        int sum = 0;
        for (int k = 0; k < count; k++)
            sum += w[k] * x[k];
        return sum;
    }

    static int Int16Scalar(sbyte* w, short* x, int count)
    {
        int sum = 0;
        for (int k = 0; k < count; k++)
            sum += w[k] * x[k];
        return sum;
    }

    static int Int8Avx2(sbyte* w, sbyte* x, int count)
    {
        var sum = Vector256<int>.Zero;
        for (int k = 0; k < count; k += 16)
            sum += Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(w + k), Avx2.ConvertToVector256Int16(x + k));
        return Vector256.Sum(sum);
    }

    static int Int16Avx2(sbyte* w, short* x, int count)
    {
        var sum = Vector256<int>.Zero;
        for (int k = 0; k < count; k += 16)
            sum += Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(w + k), Vector256.Load(x + k));
        return Vector256.Sum(sum);
    }

    static int Int8Dot(sbyte* w, sbyte* x, int count)
    {
        var sum = Vector128<int>.Zero;
        for (sbyte* end = w + count; w != end; w += 16, x += 16)
            sum = Dp.DotProduct(sum, Vector128.Load(w), Vector128.Load(x));
        return Vector128.Sum(sum);
    }

    static int Int8Multiply(sbyte* w, sbyte* x, int count)
    {
        var sum = Vector128<int>.Zero;
        for (sbyte* end = w + count; w != end; w += 16, x += 16)
        {
            Vector128<sbyte> a = Vector128.Load(w), b = Vector128.Load(x);
            var p = AdvSimd.MultiplyWideningUpper(a, b); // first: the lower halves are then the last use and need no copy
            p = AdvSimd.MultiplyWideningLowerAndAdd(p, a.GetLower(), b.GetLower());
            sum = AdvSimd.AddPairwiseWideningAndAdd(sum, p);
        }

        return Vector128.Sum(sum);
    }

    static int Int16AdvSimd(sbyte* w, short* x, int count)
    {
        var even = Vector128<int>.Zero;
        var odd = Vector128<int>.Zero;
        for (sbyte* end = w + count; w != end; w += 16, x += 16)
        {
            Vector128<sbyte> weights = Vector128.Load(w);
            Vector128<short> x0 = Vector128.Load(x), x1 = Vector128.Load(x + 8);
            Vector128<short> w1 = AdvSimd.SignExtendWideningUpper(weights), w0 = AdvSimd.SignExtendWideningLower(weights.GetLower());
            odd = AdvSimd.MultiplyWideningUpperAndAdd(odd, w1, x1);
            even = AdvSimd.MultiplyWideningLowerAndAdd(even, w1.GetLower(), x1.GetLower());
            odd = AdvSimd.MultiplyWideningUpperAndAdd(odd, w0, x0);
            even = AdvSimd.MultiplyWideningLowerAndAdd(even, w0.GetLower(), x0.GetLower());
        }

        return Vector128.Sum(even + odd);
    }
}
