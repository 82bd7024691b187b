namespace EdgeLstm;

/// <summary>What became of a snapshot that was to be restored.</summary>
public enum RestoreResult
{
    /// <summary>The stream goes on where it was saved.</summary>
    Restored,

    /// <summary>There are fewer bytes than a snapshot has: a file that was cut off, or of another build.</summary>
    TooShort,

    /// <summary>Another model wrote it, or the same one quantized otherwise.</summary>
    OtherModel,

    /// <summary>It is a window of another number of samples.</summary>
    OtherWindow,

    /// <summary>Its bytes are not those that were written.</summary>
    Damaged,
}
