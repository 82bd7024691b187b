using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeLstm.Kernels;

/// <summary>int8 × int8 on AVX2: both widened, then vpmaddwd.</summary>
readonly unsafe struct DotInt8Avx2 : IDotProduct<sbyte>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Sum(sbyte* w, sbyte* x, int count)
    {
        var sum = Vector256<int>.Zero;
        for (sbyte* end = w + count; w != end; w += 16, x += 16)
            sum += Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(w), Avx2.ConvertToVector256Int16(x));
        return Vector256.Sum(sum);
    }
}
