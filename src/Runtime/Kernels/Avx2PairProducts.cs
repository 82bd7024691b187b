using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeLstm.Kernels;

/// <summary>
/// <see cref="Avx2Products"/> of weights that are <see cref="PairSums.Fit"/>: two tiles are added in int16, so that they share a vpmaddwd
/// and a vpaddd. Three multiplies per 64 products instead of four.
/// </summary>
readonly struct Avx2PairProducts : IAvx2Products
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> sum, Vector256<byte> u, Vector256<sbyte> w) => Avx2Products.Add(sum, u, w);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> AddTwo(Vector256<int> sum, Vector256<byte> u0, Vector256<sbyte> w0, Vector256<byte> u1,
        Vector256<sbyte> w1) =>
        Avx2Products.Add(sum, Avx2.MultiplyAddAdjacent(u0, w0) + Avx2.MultiplyAddAdjacent(u1, w1), Vector256.Create((short)1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> sum, Vector256<short> a, Vector256<short> b) => Avx2Products.Add(sum, a, b);
}
