namespace EdgeLstm.Generator.Model;

/// <summary>What stands for an input value that is missing.</summary>
enum MissingKind
{
    /// <summary>The centre of the calibrated range in integer schemes, the channel's mean in float32.</summary>
    Centre,

    /// <summary>
    /// The last good value, for a limited number of samples; before the first good one, and beyond the limit, the channel's mean.
    /// </summary>
    Hold,
}
