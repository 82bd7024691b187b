namespace EdgeLstm.Gates;

/// <summary>
/// What the input and forget gates of <see cref="LstmCell"/> make of a pre-activation: 0 … 32767, which is closed to open.
/// </summary>
interface IInputForgetGate
{
    static abstract T Gate<T, TLanes>(T pre, GateTable halfTanh, GateNumbers<T> numbers)
        where T : struct
        where TLanes : ILanes<T>;
}
