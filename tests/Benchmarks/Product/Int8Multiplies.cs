using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using EdgeLstm.Kernels;

namespace EdgeLstm.Benchmarks.Product;

/// <summary>vpmaddubsw, vpmaddwd, vpaddd.</summary>
readonly struct Int8Multiplies : IMultiplies
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> sum, Vector256<byte> weights) =>
        Avx2Products.Add(sum, Vector256<byte>.One, weights.AsSByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Add(Vector512<int> sum, Vector512<byte> weights) =>
        Avx512Operations.Add(sum, Vector512<byte>.One, weights.AsSByte());
}
