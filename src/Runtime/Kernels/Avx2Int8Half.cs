using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace EdgeLstm.Kernels;

/// <summary>As <see cref="PanelInt8Avx2{TProducts}"/> has it.</summary>
readonly unsafe struct Avx2Int8Half : IAvx2Half
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Begin(Vector256<int> acc, byte* arranged) => acc + Vector256.Load((int*)arranged);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(
        byte* tile, byte* x, nint signs, ref Vector256<int> a0, ref Vector256<int> a1, ref Vector256<int> a2, ref Vector256<int> a3) =>
        PanelInt8Avx2<Avx2Products>.Add(tile, x, signs, ref a0, ref a1, ref a2, ref a3);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> EndOfW(Vector256<int> sums, Vector256<int> bias, byte* shift, int row) =>
        Avx2Epilogue.Shift(sums, shift, row);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> EndOfU(Vector256<int> sums, Vector256<int> acc, byte* shift, int row) => sums;
}
