using System.Runtime.CompilerServices;

namespace EdgeLstm.Gates;

readonly struct SigmoidFunction : ILaneFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Of<T, TLanes>(T u, in GateFunction constants)
        where T : struct
        where TLanes : ILanes<T> => GateMath.Sigmoid<T, TLanes>(u);
}

readonly struct TanhFunction : ILaneFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Of<T, TLanes>(T u, in GateFunction constants)
        where T : struct
        where TLanes : ILanes<T> => GateMath.Tanh<T, TLanes>(u);
}

readonly struct ClampFunction : ILaneFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Of<T, TLanes>(T u, in GateFunction constants)
        where T : struct
        where TLanes : ILanes<T> =>
        TLanes.Min(TLanes.Max(TLanes.AddSaturate(u, TLanes.Broadcast(constants.A)), TLanes.Broadcast(constants.B)),
            TLanes.Broadcast(constants.C));
}

readonly struct StepFunction : ILaneFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Of<T, TLanes>(T u, in GateFunction constants)
        where T : struct
        where TLanes : ILanes<T> =>
        LaneMath.IsNotNegative<T, TLanes>(TLanes.AddSaturate(u, TLanes.Broadcast(constants.A)));
}

/// <summary>Half a step at −A and half a step at A; 32767 has no half, so that the two are 16384 and saturate to it.</summary>
readonly struct ThreeLevelFunction : ILaneFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Of<T, TLanes>(T u, in GateFunction constants)
        where T : struct
        where TLanes : ILanes<T>
    {
        T half = TLanes.Broadcast(1 << 14);
        T low = LaneMath.IsNotNegative<T, TLanes>(TLanes.AddSaturate(u, TLanes.Broadcast(constants.A)));
        T high = LaneMath.IsNotNegative<T, TLanes>(TLanes.AddSaturate(u, TLanes.Broadcast((short)-constants.A)));
        return TLanes.AddSaturate(TLanes.MultiplyHigh(low, half), TLanes.MultiplyHigh(high, half));
    }
}

/// <summary>The argument as it is, for functions that are not in lanes.</summary>
readonly struct ArgumentFunction : ILaneFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Of<T, TLanes>(T u, in GateFunction constants)
        where T : struct
        where TLanes : ILanes<T> => u;
}
