using System.Runtime.CompilerServices;

namespace EdgeLstm.Gates;

/// <summary>Saturating scaling and complement, from the lane operations.</summary>
static class LaneMath
{
    /// <summary>value · 2^doublings, saturated: to what the shift keeps inside an int16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Double<T, TLanes>(T value, int doublings)
        where T : struct
        where TLanes : ILanes<T>
    {
        short limit = (short)(short.MaxValue >> doublings);
        return TLanes.ShiftLeft(TLanes.Max(TLanes.Min(value, TLanes.Broadcast(limit)), TLanes.Broadcast((short)-limit)), doublings);
    }

    /// <summary>value · factor, rounded to nearest before the doublings.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Scale<T, TLanes>(T value, CellScale factor)
        where T : struct
        where TLanes : ILanes<T> =>
        Double<T, TLanes>(TLanes.MultiplyHigh(value, TLanes.Broadcast(factor.Mantissa)), factor.Doublings);

    /// <summary>one − value, saturated: −v is ~v + 1, and 32767 + ~v cannot pass an int16 where v ≥ 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Complement<T, TLanes>(T value, short one)
        where T : struct
        where TLanes : ILanes<T> =>
        TLanes.AddSaturate(TLanes.AddSaturate(TLanes.Xor(value, TLanes.Broadcast(-1)), TLanes.Broadcast(one)), TLanes.Broadcast(1));

    /// <summary>32767 where value ≥ 0, else 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T IsNotNegative<T, TLanes>(T value)
        where T : struct
        where TLanes : ILanes<T>
    {
        T zero = TLanes.Broadcast(0);
        T sign = TLanes.ShiftLeft(TLanes.Max(TLanes.Min(value, zero), TLanes.Broadcast(-1)), 15); // −32768 or 0
        return TLanes.Max(TLanes.AddSaturate(sign, TLanes.Broadcast(short.MaxValue)), zero);
    }
}
