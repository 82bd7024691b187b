namespace EdgeLstm.Generator.Model.Lowering;

/// <summary>How long the content of a <see cref="Slot"/> lives, and who gives it.</summary>
enum Storage
{
    /// <summary>Part of the model.</summary>
    Constant,

    /// <summary>What a layer remembers from step to step.</summary>
    State,

    /// <summary>What one layer gives, until the last layer that reads it.</summary>
    Buffer,

    /// <summary>Initial states that the caller gives.</summary>
    Given,

    /// <summary>What the caller gets.</summary>
    Output,
}
