using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeLstm.Kernels;

/// <summary>
/// <see cref="LevelSums"/>, two a row. x + 128 is vpmaddubsw's unsigned factor, so that nothing depends on x's sign, and 128·Σ W and 128·Σ
/// U have been taken off the bias. A vpmaddwd widens both sums of a row, multiplies them by their step and adds them.
/// </summary>
readonly unsafe struct Avx2LevelHalf : IAvx2Half
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Begin(Vector256<int> acc, byte* arranged) => Vector256<int>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(
        byte* tile, byte* x, nint signs, ref Vector256<int> a0, ref Vector256<int> a1, ref Vector256<int> a2, ref Vector256<int> a3)
    {
        var u = Vector256.Create(*(int*)(x + 2 * signs)).AsByte();
        a0 = Add(a0, u, tile);
        a1 = Add(a1, u, tile + 32);
        a2 = Add(a2, u, tile + 64);
        a3 = Add(a3, u, tile + 96);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> EndOfW(Vector256<int> sums, Vector256<int> bias, byte* shift, int row) =>
        bias + Scale(sums, shift, row, 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> EndOfU(Vector256<int> sums, Vector256<int> acc, byte* shift, int row) => acc - Scale(sums, shift, row, 2);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<int> Add(Vector256<int> sums, Vector256<byte> u, byte* levels) =>
        (sums.AsInt16() + Avx2.MultiplyAddAdjacent(u, Vector256.Load((sbyte*)levels))).AsInt32();

    /// <summary>
    /// Eight rows' sums times the first (<paramref name="at"/> 0) or the second (2) int16 of what stands in the places of their shifts.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<int> Scale(Vector256<int> sums, byte* steps, int row, byte at)
    {
        var twice = Vector256.Create(0x05040504_01000100, 0x0D0C0D0C_09080908, 0x05040504_01000100, 0x0D0C0D0C_09080908).AsByte()
            + Vector256.Create(at);
        return Avx2.MultiplyAddAdjacent(sums.AsInt16(), Avx2.Shuffle(Vector256.Load(steps + 4 * row), twice).AsInt16());
    }
}
