using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using EdgeLstm.Kernels;

namespace EdgeLstm.Benchmarks.Product;

/// <summary>vpmaddwd and vpaddd, twice: for the even and the odd weights.</summary>
readonly struct Int16Multiplies : IMultiplies
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> sum, Vector256<byte> weights) =>
        Avx2Products.Add(Avx2Products.Add(sum, weights.AsInt16(), Vector256.Create((short)1)), weights.AsInt16(),
            Vector256.Create((short)2));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Add(Vector512<int> sum, Vector512<byte> weights) =>
        Avx512Operations.Add(Avx512Operations.Add(sum, weights.AsInt16(), Vector512.Create((short)1)), weights.AsInt16(),
            Vector512.Create((short)2));
}
