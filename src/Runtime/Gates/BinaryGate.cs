using System.Runtime.CompilerServices;

namespace EdgeLstm.Gates;

/// <summary>1 where the pre-activation is 0 or more, else 0: the sign is all that counts.</summary>
readonly struct BinaryGate : IInputForgetGate
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Gate<T, TLanes>(T pre, GateTable halfTanh, GateNumbers<T> numbers)
        where T : struct
        where TLanes : ILanes<T> => LaneMath.IsNotNegative<T, TLanes>(pre);
}
