using System.Runtime.InteropServices;

namespace EdgeLstm.Gates;

/// <summary>
/// One scalar function of an integer cell as the artifact holds it: eight int16. Its argument is u·2^<see cref="Doublings"/>, saturated,
/// then cut to ±<see cref="Limit"/>: what is summed before the function (peepholes, the two parts of a GRU's candidate) has a wider range
/// in the same int16.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
readonly struct GateFunction
{
    /// <summary>Bytes of one.</summary>
    public const int Bytes = 16;

    /// <summary>Shorts of one table: the ends of 512 segments, and one to stay even.</summary>
    public const int TableLength = 514;

    /// <summary>
    /// The two ways to lay out a table's segments over the argument u, by <see cref="A"/>: 0: all alike, 128 wide. Else those within ±this
    /// are 16 wide and all others 256, for a function that bends at 0 and reaches far.
    /// </summary>
    public const int DenseReach = 2048;

    public readonly GateFunctionKind Kind;
    public readonly short Doublings;
    public readonly short Limit;
    public readonly short A;
    public readonly short B;
    public readonly short C;

    /// <summary>Index of the table where there is one.</summary>
    public readonly short Table;
    readonly short _unused;

    public GateFunction(GateFunctionKind kind, int doublings = 0, short limit = short.MaxValue, short a = 0, short b = -short.MaxValue,
        short c = short.MaxValue, short table = 0)
    {
        (Kind, Doublings, Limit, A, B, C, Table) = (kind, (short)doublings, limit, a, b, c, table);
        _unused = 0;
    }
}
