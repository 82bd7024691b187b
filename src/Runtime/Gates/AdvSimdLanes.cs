using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeLstm.Gates;

/// <summary>Eight lanes in one Advanced SIMD register.</summary>
readonly struct AdvSimdLanes<TVersion> : ILanes<Vector128<short>>
    where TVersion : IArmVersion
{
    public static int Count => 8;

    public static bool HoldsConstants => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector128<short> Load(short* source) => Vector128.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Store(short* target, Vector128<short> value) => value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void StoreNarrow(sbyte* target, Vector128<short> value) =>
        AdvSimd.ExtractNarrowingSaturateLower(value).Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Broadcast(short value) => Vector128.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Add(Vector128<short> a, Vector128<short> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> AddSaturate(Vector128<short> a, Vector128<short> b) => AdvSimd.AddSaturate(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Xor(Vector128<short> a, Vector128<short> b) => a ^ b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Min(Vector128<short> a, Vector128<short> b) => AdvSimd.Min(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Max(Vector128<short> a, Vector128<short> b) => AdvSimd.Max(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Reaches(Vector128<short> value, short limit) => AdvSimd.Arm64.MaxAcross(value).ToScalar() >= limit;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> ShiftLeft(Vector128<short> value, int count) => value << count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> AbsSaturate(Vector128<short> value) => AdvSimd.AbsSaturate(value);

    // Negation is inversion plus one: (v ^ s) − s with s = −1 where the sign is negative.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> CopySign(Vector128<short> value, Vector128<short> sign)
    {
        var s = sign >> 15;
        return (value ^ s) - s;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> MultiplyHigh(Vector128<short> a, Vector128<short> b) =>
        AdvSimd.MultiplyRoundedDoublingSaturateHigh(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> AddMultiplyHigh(Vector128<short> sum, Vector128<short> a, Vector128<short> b) =>
        TVersion.HasRoundingMultiplyAdd ? Rdm.MultiplyRoundedDoublingAndAddSaturateHigh(sum, a, b) : sum + MultiplyHigh(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Multiply(Vector128<short> a, Vector128<short> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> ShiftRightLogical(Vector128<short> value, int count) => value >>> count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Lookup(Vector128<short> table, Vector128<short> index) =>
        AdvSimd.Arm64.VectorTableLookup(table.AsByte(), index.AsByte()).AsInt16();
}
