using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace EdgeLstm.Gates;

/// <summary>
/// Eight cubics ((k3·t + k2)·t + k1)·t + k0 in Q15, one for each segment of |u| in [0, 4). tests/Golden/gate_tables.py makes them.
/// </summary>
readonly struct GateTable(Vector128<short> k0, Vector128<short> k1, Vector128<short> k2, Vector128<short> k3)
{
    /// <summary>Bytes of <see cref="Store"/>.</summary>
    public const int Bytes = 64;

    public readonly Vector128<short> K0 = k0, K1 = k1, K2 = k2, K3 = k3;

    /// <summary>tanh(u).</summary>
    public static GateTable Tanh
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(
            Vector128.Create(8023, 20811, 27797, 30847, 32047, 32501, 32670, 32729),
            Vector128.Create(7701, 4888, 2297, 932, 356, 133, 49, -5),
            Vector128.Create(-453, -763, -489, -222, -87, -33, -13, 6),
            Vector128.Create(-131, 19, 55, 33, 14, 5, 2, 37));
    }

    /// <summary>tanh(u)/2, which is σ(2u) − ½.</summary>
    public static GateTable HalfTanh
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(
            Vector128.Create(4011, 10405, 13899, 15424, 16024, 16251, 16334, 16365),
            Vector128.Create(3850, 2445, 1149, 468, 178, 67, 24, -3),
            Vector128.Create(-226, -381, -245, -112, -44, -17, -5, 3),
            Vector128.Create(-65, 8, 27, 14, 7, 2, 2, 19));
    }

    /// <summary>A table from memory; see <see cref="ILanes{TVector}.HoldsConstants"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe GateTable Load(short* table) =>
        new(Vector128.Load(table), Vector128.Load(table + 8), Vector128.Load(table + 16), Vector128.Load(table + 24));

    public unsafe void Store(short* table)
    {
        K0.Store(table);
        K1.Store(table + 8);
        K2.Store(table + 16);
        K3.Store(table + 24);
    }
}
