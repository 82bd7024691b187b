using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeLstm.Kernels;

/// <summary><see cref="Avx2PairProducts"/> at twice the width.</summary>
readonly struct Avx512PairOperations : IAvx512Operations
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Add(Vector512<int> sum, Vector512<byte> u, Vector512<sbyte> w) => Avx512Operations.Add(sum, u, w);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> AddTwo(Vector512<int> sum, Vector512<byte> u0, Vector512<sbyte> w0, Vector512<byte> u1,
        Vector512<sbyte> w1) =>
        Avx512Operations.Add(sum, Avx512BW.MultiplyAddAdjacent(u0, w0) + Avx512BW.MultiplyAddAdjacent(u1, w1), Vector512.Create((short)1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Add(Vector512<int> sum, Vector512<short> a, Vector512<short> b) => Avx512Operations.Add(sum, a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> ShiftLeft(Vector512<int> value, Vector512<uint> count) => Avx512Operations.ShiftLeft(value, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> Round(Vector512<int> sum, Vector512<float> factor) => Avx512Operations.Round(sum, factor);
}
