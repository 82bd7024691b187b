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

    /// <summary>To ±16384.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Cut<T, TLanes>(T value)
        where T : struct
        where TLanes : ILanes<T> =>
        TLanes.Max(TLanes.Min(value, TLanes.Broadcast(1 << 14)), TLanes.Broadcast(-(1 << 14)));
}
