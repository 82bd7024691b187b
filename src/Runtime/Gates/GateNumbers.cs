using System.Runtime.CompilerServices;

namespace EdgeLstm.Gates;

/// <summary>The numbers of the gate polynomials in lanes.</summary>
readonly struct GateNumbers<T>(T indexStep, T indexBase, T flip, T half)
    where T : struct
{
    /// <summary>Numbers of <see cref="Store"/>.</summary>
    public const int Count = 4;

    const short Step = 0x0202, Base = 0x0100, Flipped = short.MinValue, Halved = 1 << 14;

    public readonly T IndexStep = indexStep, IndexBase = indexBase, Flip = flip, Half = half;

    /// <summary>As constants of the code.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GateNumbers<T> Create<TLanes>()
        where TLanes : ILanes<T> =>
        new(TLanes.Broadcast(Step), TLanes.Broadcast(Base), TLanes.Broadcast(Flipped), TLanes.Broadcast(Halved));

    /// <summary>From memory; see <see cref="ILanes{TVector}.HoldsConstants"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe GateNumbers<T> Load<TLanes>(short* numbers)
        where TLanes : ILanes<T> =>
        new(TLanes.Broadcast(numbers[0]), TLanes.Broadcast(numbers[1]), TLanes.Broadcast(numbers[2]), TLanes.Broadcast(numbers[3]));

    public static unsafe void Store(short* numbers) => (numbers[0], numbers[1], numbers[2], numbers[3]) = (Step, Base, Flipped, Halved);
}
