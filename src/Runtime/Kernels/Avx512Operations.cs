using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeLstm.Kernels;

/// <summary>AVX-512BW.</summary>
readonly struct Avx512Operations : IAvx512Operations
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Add(Vector512<int> sum, Vector512<byte> u, Vector512<sbyte> w) =>
        Avx512F.Add(sum, Avx512BW.MultiplyAddAdjacent(Avx512BW.MultiplyAddAdjacent(u, w), Vector512.Create((short)1)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> AddTwo(Vector512<int> sum, Vector512<byte> u0, Vector512<sbyte> w0, Vector512<byte> u1,
        Vector512<sbyte> w1) =>
        Add(Add(sum, u0, w0), u1, w1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Add(Vector512<int> sum, Vector512<short> a, Vector512<short> b) =>
        Avx512F.Add(sum, Avx512BW.MultiplyAddAdjacent(a, b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> ShiftLeft(Vector512<int> value, Vector512<uint> count) => Avx512F.ShiftLeftLogicalVariable(value, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> Round(Vector512<int> sum, Vector512<float> factor) =>
        Avx512F.ConvertToVector256Int16WithSaturation(
            Avx512F.ConvertToVector512Int32(Avx512F.Multiply(Avx512F.ConvertToVector512Single(sum), factor)));
}
