using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeLstm.Gates;

/// <summary>Sixteen lanes in one AVX2 register.</summary>
readonly struct Avx2Lanes : ILanes<Vector256<short>>
{
    public static int Count => 16;

    public static bool HoldsConstants => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector256<short> Load(short* source) => Vector256.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Store(short* target, Vector256<short> value) => value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void StoreNarrow(sbyte* target, Vector256<short> value) =>
        Sse2.PackSignedSaturate(value.GetLower(), value.GetUpper()).Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> Broadcast(short value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> Add(Vector256<short> a, Vector256<short> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> AddSaturate(Vector256<short> a, Vector256<short> b) => Avx2.AddSaturate(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> Xor(Vector256<short> a, Vector256<short> b) => a ^ b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> Min(Vector256<short> a, Vector256<short> b) => Avx2.Min(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> Max(Vector256<short> a, Vector256<short> b) => Avx2.Max(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Reaches(Vector256<short> value, short limit) =>
        Avx2.MoveMask(Avx2.CompareGreaterThan(value, Vector256.Create((short)(limit - 1))).AsByte()) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> ShiftLeft(Vector256<short> value, int count) => value << count;

    // pabsw leaves −32768 as the bits 0x8000; the unsigned minimum makes 32767 of them.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> AbsSaturate(Vector256<short> value) =>
        Avx2.Min(Avx2.Abs(value), Vector256.Create((ushort)32767)).AsInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> CopySign(Vector256<short> value, Vector256<short> sign) => Avx2.Sign(value, sign);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> MultiplyHigh(Vector256<short> a, Vector256<short> b) => Avx2.MultiplyHighRoundScale(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> AddMultiplyHigh(Vector256<short> sum, Vector256<short> a, Vector256<short> b) =>
        sum + MultiplyHigh(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> Multiply(Vector256<short> a, Vector256<short> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> ShiftRightLogical(Vector256<short> value, int count) => value >>> count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> Lookup(Vector128<short> table, Vector256<short> index) =>
        Avx2.Shuffle(Vector256.Create(table, table).AsByte(), index.AsByte()).AsInt16();
}
