using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeLstm.Kernels;

/// <summary>int8 weights × int16 activations on AVX2: weights widened, then vpmaddwd.</summary>
readonly unsafe struct DotInt16Avx2 : IDotProduct<short>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Sum(sbyte* w, short* x, int count)
    {
        var sum = Vector256<int>.Zero;
        for (sbyte* end = w + count; w != end; w += 16, x += 16)
            sum += Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(w), Vector256.Load(x));
        return Vector256.Sum(sum);
    }
}
