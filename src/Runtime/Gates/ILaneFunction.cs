namespace EdgeLstm.Gates;

/// <summary>A function that the lanes compute, of an argument that is doubled and cut already.</summary>
interface ILaneFunction
{
    static abstract T Of<T, TLanes>(T u, in GateFunction constants)
        where T : struct
        where TLanes : ILanes<T>;
}
