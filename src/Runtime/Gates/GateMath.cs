using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace EdgeLstm.Gates;

/// <summary>
/// Sigmoid and tanh in int16 lanes, the same bits on every machine. tanh is eight cubics over |u| in [0, 4): largest error 1.1e-4 below 3.5
/// and 6.5e-4 beyond, where the last cubic is bent to reach 1 at saturation, so that a saturated gate is exactly open or closed and a held
/// cell state does not leak. sigmoid has cubics of half of that, 7e-5 and 3.4e-4. tests/Golden/gate_tables.py makes the tables; a test
/// measures the errors over all 65,536 inputs.
/// </summary>
static class GateMath
{
    /// <summary>Fraction bits of the argument of <see cref="Tanh"/>: −4 … 4 in an int16.</summary>
    public const int ArgumentBits = 13;

    /// <summary>tanh(u): u in Q13, result in Q15, −32767 … 32767.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Tanh<T, TLanes>(T u)
        where T : struct
        where TLanes : ILanes<T> =>
        Odd<T, TLanes>(
            u,
            Vector128.Create(8023, 20811, 27797, 30847, 32047, 32501, 32670, 32729),
            Vector128.Create(7701, 4888, 2297, 932, 356, 133, 49, -5),
            Vector128.Create(-453, -763, -489, -222, -87, -33, -13, 6),
            Vector128.Create(-131, 19, 55, 33, 14, 5, 2, 37));

    /// <summary>σ(x) = ½ + tanh(x/2)/2: half = x/2 in Q13, result in Q15, 0 … 32767.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sigmoid<T, TLanes>(T half)
        where T : struct
        where TLanes : ILanes<T>
    {
        T t = Odd<T, TLanes>(
            half,
            Vector128.Create(4011, 10405, 13899, 15424, 16024, 16251, 16334, 16365),
            Vector128.Create(3850, 2445, 1149, 468, 178, 67, 24, -3),
            Vector128.Create(-226, -381, -245, -112, -44, -17, -5, 3),
            Vector128.Create(-65, 8, 27, 14, 7, 2, 2, 19));
        return TLanes.AddSaturate(t, TLanes.Broadcast(1 << 14)); // saturates where t is a whole half: 32767 is open
    }

    /// <summary>sign(u) · p(|u|): the top three bits of |u| pick a cubic, the other twelve are its argument.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static T Odd<T, TLanes>(T u, Vector128<short> k0, Vector128<short> k1, Vector128<short> k2, Vector128<short> k3)
        where T : struct
        where TLanes : ILanes<T>
    {
        T a = TLanes.AbsSaturate(u);
        T segment = TLanes.TopBitsIndex(a);
        T t = TLanes.Xor(TLanes.ShiftLeft(a, 4), TLanes.Broadcast(short.MinValue)); // place within the segment, −1 … 1 in Q15
        T p = TLanes.Lookup(k3, segment);
        p = TLanes.Add(TLanes.MultiplyHigh(p, t), TLanes.Lookup(k2, segment));
        p = TLanes.Add(TLanes.MultiplyHigh(p, t), TLanes.Lookup(k1, segment));
        p = TLanes.Add(TLanes.MultiplyHigh(p, t), TLanes.Lookup(k0, segment));
        return TLanes.CopySign(p, u);
    }
}
