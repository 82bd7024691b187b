namespace EdgeLstm.Quantize.Training;

/// <summary>
/// What the weights are rounded to while the network is trained; the gradient goes straight through to the weights behind.
/// </summary>
public enum RoundingKind
{
    None,

    /// <summary>W and U of the gates that choose between old and new: multiples of a step, −2 to 2 of them.</summary>
    FiveLevels,

    /// <summary>W and U of all gates to int8, each with one scale a row, as quantized models store them.</summary>
    Int8,
}
