namespace EdgeLstm.Gates;

/// <summary>
/// The scalar functions of integer cells: int16 in, int16 out. The tool expresses every function of a trained network by one of these.
/// </summary>
enum GateFunctionKind : short
{
    /// <summary>σ: x/2 in Q13 in, Q15 out.</summary>
    Sigmoid,

    /// <summary>tanh: Q13 in, Q15 out.</summary>
    Tanh,

    /// <summary>min(max(u + A, B), C): identity, relu, affine, hard sigmoid, whose slope is in the scale of u.</summary>
    Clamp,

    /// <summary>1 where u + A ≥ 0, else 0; 1 is 32767.</summary>
    Step,

    /// <summary>0 below −A, ½ below A, else 1.</summary>
    ThreeLevel,

    /// <summary>u where u &gt; A, else 0: thresholded relu, which no line through a table can jump for.</summary>
    Threshold,

    /// <summary>Anything else: piecewise linear over up to 512 segments, laid out as A says.</summary>
    Table,
}
