using System.Runtime.CompilerServices;

namespace EdgeLstm.Gates;

/// <summary>σ, of x/2 in Q13.</summary>
readonly struct SigmoidGate : IInputForgetGate
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Gate<T, TLanes>(T pre, GateTable halfTanh, GateNumbers<T> numbers)
        where T : struct
        where TLanes : ILanes<T> => GateMath.Sigmoid<T, TLanes>(pre, halfTanh, numbers);
}
