namespace EdgeLstm.Quantize.Training.Data;

/// <summary>
/// What training does with a feature's value that is missing. What the model itself does is <see cref="TableSettings.Rule"/>: a stream can
/// neither look ahead nor leave out.
/// </summary>
public enum MissingPolicy
{
    /// <summary>The last good value, for a limited number of samples; before the first one, and beyond the limit, the mean.</summary>
    Hold,

    /// <summary>
    /// A straight line between the good values on both sides of a gap that is not longer than the limit; else as <see cref="Hold"/>.
    /// </summary>
    Interpolate,

    /// <summary>The column's mean over the data to learn from.</summary>
    Mean,

    /// <summary>No window has a missing value in it.</summary>
    Drop,
}
