using System.Runtime.InteropServices;

namespace EdgeLstm.Gates;

/// <summary>
/// The scales between the parts of a cell's update, as the artifact holds them: sixteen int16. A cell leaves alone what it has no use for.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
struct CellConstants
{
    /// <summary>Bytes of them.</summary>
    public const int Bytes = 32;

    /// <summary>What the old state is kept with (f, z, or 1 − i) has 2^(15 − this) units per 1.</summary>
    public short KeptDoublings;

    /// <summary>1 in the units of the gate whose complement is taken.</summary>
    public short One;

    /// <summary>From gate · candidate to the units of the state; Jordan: from the output function to the output's units.</summary>
    public CellScale Added;

    /// <summary>From the last function, times its gate, to the units of h.</summary>
    public CellScale Hidden;

    /// <summary>From an LSTM gate in Q15 to activation units: full gate recurrence.</summary>
    public CellScale Gate;

    /// <summary>Doublings after the products of a gate's peephole weights and the cell state.</summary>
    public short PeepholeI;
    public short PeepholeF;
    public short PeepholeO;

    /// <summary>GRU: the reset gate has 2^(15 − this) units per 1.</summary>
    public short ResetDoublings;

    /// <summary>For reports, and of no use to a step: an LSTM's gates i and o have 2^(15 − these) units per 1.</summary>
    public short InputDoublings;
    public short OutputDoublings;

    /// <summary>For reports: a Jordan network's hidden units of 1.</summary>
    public float HiddenUnit;
}
