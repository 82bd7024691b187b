using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace EdgeLstm.Gates;

/// <summary>Eight lanes in portable 128-bit vectors.</summary>
readonly struct Vector128Lanes : ILanes<Vector128<short>>
{
    public static int Count => 8;

    public static bool HoldsConstants => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector128<short> Load(short* source) => Vector128.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Store(short* target, Vector128<short> value) => value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void StoreNarrow(sbyte* target, Vector128<short> value)
    {
        value = Vector128.Min(Vector128.Max(value, Vector128.Create((short)sbyte.MinValue)), Vector128.Create((short)sbyte.MaxValue));
        Vector128.Narrow(value, value).GetLower().Store(target);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Broadcast(short value) => Vector128.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Add(Vector128<short> a, Vector128<short> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> AddSaturate(Vector128<short> a, Vector128<short> b)
    {
        var sum = a + b;
        var overflow = (a ^ sum) & (b ^ sum); // negative where both signs differ from the sum's
        return Vector128.ConditionalSelect(overflow >> 15, (a >> 15) ^ Vector128.Create(short.MaxValue), sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Xor(Vector128<short> a, Vector128<short> b) => a ^ b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Min(Vector128<short> a, Vector128<short> b) => Vector128.Min(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Max(Vector128<short> a, Vector128<short> b) => Vector128.Max(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Reaches(Vector128<short> value, short limit) => Vector128.GreaterThanOrEqualAny(value, Vector128.Create(limit));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> ShiftLeft(Vector128<short> value, int count) => value << count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> AbsSaturate(Vector128<short> value) =>
        Vector128.Abs(Vector128.Max(value, Vector128.Create((short)-short.MaxValue)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> CopySign(Vector128<short> value, Vector128<short> sign) => (value ^ (sign >> 15)) - (sign >> 15);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> MultiplyHigh(Vector128<short> a, Vector128<short> b)
    {
        var (a0, a1) = Vector128.Widen(a);
        var (b0, b1) = Vector128.Widen(b);
        var half = Vector128.Create(1 << 14);
        return Vector128.Narrow((a0 * b0 + half) >> 15, (a1 * b1 + half) >> 15);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> AddMultiplyHigh(Vector128<short> sum, Vector128<short> a, Vector128<short> b) =>
        sum + MultiplyHigh(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Multiply(Vector128<short> a, Vector128<short> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> ShiftRightLogical(Vector128<short> value, int count) => value >>> count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Lookup(Vector128<short> table, Vector128<short> index) =>
        Vector128.Shuffle(table.AsByte(), index.AsByte()).AsInt16();
}
