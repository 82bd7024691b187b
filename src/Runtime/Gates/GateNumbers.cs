using System.Runtime.CompilerServices;

namespace EdgeLstm.Gates;

/// <summary>The numbers of the gate polynomials in lanes.</summary>
readonly struct GateNumbers<T>(T indexStep, T indexBase, T flip, T half)
    where T : struct
{
    /// <summary>Shorts of <see cref="Store"/>: each number in as many lanes as any register has.</summary>
    public const int StoredShorts = 4 * Lanes;

    const int Lanes = 16;
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
        new(TLanes.Load(numbers), TLanes.Load(numbers + Lanes), TLanes.Load(numbers + 2 * Lanes), TLanes.Load(numbers + 3 * Lanes));

    public static unsafe void Store(short* numbers)
    {
        new Span<short>(numbers, Lanes).Fill(Step);
        new Span<short>(numbers + Lanes, Lanes).Fill(Base);
        new Span<short>(numbers + 2 * Lanes, Lanes).Fill(Flipped);
        new Span<short>(numbers + 3 * Lanes, Lanes).Fill(Halved);
    }
}
