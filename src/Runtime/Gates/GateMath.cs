using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace EdgeLstm.Gates;

/// <summary>
/// Sigmoid and tanh in int16 lanes, the same bits on every machine. tanh is eight cubics over |u| in [0, 4): largest error 1.1e-4 below 3.5
/// and 6.5e-4 beyond, where the last cubic is bent to reach 1 at saturation, so that a saturated gate is exactly open or closed and a held
/// cell state does not leak. sigmoid is half of that. tests/Golden/gate_tables.py makes the tables; a test measures the
/// errors over all 65,536 inputs.
/// </summary>
static class GateMath
{
    /// <summary>Fraction bits of the argument of <see cref="Tanh"/>: −4 … 4 in an int16.</summary>
    public const int ArgumentBits = 13;

    static Vector128<short> K0 => Vector128.Create(8023, 20811, 27797, 30847, 32047, 32501, 32670, 32729);

    static Vector128<short> K1 => Vector128.Create(7701, 4888, 2297, 932, 356, 133, 49, -5);

    static Vector128<short> K2 => Vector128.Create(-453, -763, -489, -222, -87, -33, -13, 6);

    static Vector128<short> K3 => Vector128.Create(-131, 19, 55, 33, 14, 5, 2, 37);

    /// <summary>tanh(u): u in Q13, result in Q15, −32767 … 32767.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Tanh<T, TLanes>(T u)
        where T : struct
        where TLanes : ILanes<T>
    {
        T a = TLanes.AbsSaturate(u);
        T segment = TLanes.TopBitsIndex(a);
        T t = TLanes.Xor(TLanes.ShiftLeft(a, 4), TLanes.Broadcast(short.MinValue)); // place within the segment, −1 … 1 in Q15
        T p = TLanes.Lookup(K3, segment);
        p = TLanes.Add(TLanes.MultiplyHigh(p, t), TLanes.Lookup(K2, segment));
        p = TLanes.Add(TLanes.MultiplyHigh(p, t), TLanes.Lookup(K1, segment));
        p = TLanes.Add(TLanes.MultiplyHigh(p, t), TLanes.Lookup(K0, segment));
        return TLanes.CopySign(p, u);
    }

    /// <summary>σ(x) = (1 + tanh(x/2)) / 2: half = x/2 in Q13, result in Q15, 0 … 32767.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sigmoid<T, TLanes>(T half)
        where T : struct
        where TLanes : ILanes<T> =>
        TLanes.Add(TLanes.ShiftRightArithmetic(Tanh<T, TLanes>(half), 1), TLanes.Broadcast(1 << 14));
}
