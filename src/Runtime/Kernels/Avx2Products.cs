using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeLstm.Kernels;

/// <summary>vpmaddubsw, vpmaddwd, vpaddd.</summary>
readonly struct Avx2Products : IAvx2Products
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> sum, Vector256<byte> u, Vector256<sbyte> w) =>
        sum + Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(u, w), Vector256.Create((short)1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> AddTwo(Vector256<int> sum, Vector256<byte> u0, Vector256<sbyte> w0, Vector256<byte> u1,
        Vector256<sbyte> w1) =>
        Add(Add(sum, u0, w0), u1, w1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> sum, Vector256<short> a, Vector256<short> b) => sum + Avx2.MultiplyAddAdjacent(a, b);
}
