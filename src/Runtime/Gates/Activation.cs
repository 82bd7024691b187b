using System.Runtime.CompilerServices;

namespace EdgeLstm.Gates;

/// <summary>What the next product reads: int8, or int16 of at most ±16384, for which its sums are proved.</summary>
static unsafe class Activation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T, TLanes, TActivation>(TActivation* target, T value)
        where T : struct
        where TLanes : ILanes<T>
        where TActivation : unmanaged
    {
        if (typeof(TActivation) == typeof(sbyte))
            TLanes.StoreNarrow((sbyte*)target, value);
        else
            TLanes.Store((short*)target, Cut<T, TLanes>(value));
    }

    /// <summary>Likewise, and keeps the greatest |value| of each lane in <paramref name="peak"/>: see <see cref="IsCut"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T, TLanes, TActivation>(TActivation* target, T value, ref T peak)
        where T : struct
        where TLanes : ILanes<T>
        where TActivation : unmanaged
    {
        peak = TLanes.Max(peak, TLanes.AbsSaturate(value));
        Store<T, TLanes, TActivation>(target, value);
    }

    /// <summary>Whether one of the values that <paramref name="peak"/> is of was beyond what the next product reads.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsCut<T, TLanes, TActivation>(T peak)
        where T : struct
        where TLanes : ILanes<T>
        where TActivation : unmanaged => TLanes.Reaches(peak, typeof(TActivation) == typeof(sbyte) ? (short)128 : (short)((1 << 14) + 1));

    /// <summary>To ±16384.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Cut<T, TLanes>(T value)
        where T : struct
        where TLanes : ILanes<T> =>
        TLanes.Max(TLanes.Min(value, TLanes.Broadcast(1 << 14)), TLanes.Broadcast(-(1 << 14)));
}
