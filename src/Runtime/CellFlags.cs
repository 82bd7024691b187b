using System.ComponentModel;

namespace EdgeLstm;

/// <summary>What an LSTM variant lacks or has more than the plain one; none for other cells.</summary>
[EditorBrowsable(EditorBrowsableState.Never)] // generated code calls it
[Flags]
public enum CellFlags
{
    /// <summary>Gates i, f and o.</summary>
    None = 0,

    /// <summary>i = 1 (NIG).</summary>
    NoInputGate = 1,

    /// <summary>f = 1: the LSTM of 1997 (NFG).</summary>
    NoForgetGate = 2,

    /// <summary>o = 1 (NOG).</summary>
    NoOutputGate = 4,

    /// <summary>f = 1 − i, and has no rows (CIFG).</summary>
    Coupled = 8,

    /// <summary>Every gate also sees the cell state, Gers &amp; Schmidhuber 2000.</summary>
    Peepholes = 16,

    /// <summary>The gates of the previous step recur beside h, Graves's and Hochreiter's full gate recurrence (FGR).</summary>
    FullGateRecurrence = 32,
}
