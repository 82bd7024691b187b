using System.Runtime.Intrinsics;

namespace EdgeLstm.Gates;

/// <summary>One lane at a time: the definition that every vector implementation is tested against.</summary>
readonly struct ScalarLanes : ILanes<short>
{
    public static int Count => 1;

    public static bool HoldsConstants => false;

    public static unsafe short Load(short* source) => *source;

    public static unsafe void Store(short* target, short value) => *target = value;

    public static unsafe void StoreNarrow(sbyte* target, short value) =>
        *target = (sbyte)Math.Clamp(value, sbyte.MinValue, sbyte.MaxValue);

    public static short Broadcast(short value) => value;

    public static short Add(short a, short b) => unchecked((short)(a + b));

    public static short AddSaturate(short a, short b) => (short)Math.Clamp(a + b, short.MinValue, short.MaxValue);

    public static short Xor(short a, short b) => (short)(a ^ b);

    public static short Min(short a, short b) => Math.Min(a, b);

    public static short Max(short a, short b) => Math.Max(a, b);

    public static bool Reaches(short value, short limit) => value >= limit;

    public static short ShiftLeft(short value, int count) => unchecked((short)(value << count));

    public static short AbsSaturate(short value) => (short)Math.Min(Math.Abs((int)value), short.MaxValue);

    public static short CopySign(short value, short sign) => sign < 0 ? (short)-value : value;

    public static short MultiplyHigh(short a, short b) => (short)((a * b + (1 << 14)) >> 15);

    public static short AddMultiplyHigh(short sum, short a, short b) => (short)(sum + MultiplyHigh(a, b));

    public static short Multiply(short a, short b) => (short)(a * b);

    public static short ShiftRightLogical(short value, int count) => (short)((ushort)value >> count);

    public static short Lookup(Vector128<short> table, short index) => table.GetElement((index & 0xff) / 2);
}
