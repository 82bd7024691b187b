namespace EdgeLstm.Quantize.Training.Data;

/// <summary>Why one of two classes is the event, whose probability a model gives.</summary>
enum EventReason
{
    /// <summary>The user says so.</summary>
    Given,

    /// <summary>The other class is 0.</summary>
    NotZero,

    /// <summary>The other class is false.</summary>
    True,

    /// <summary>Faults are seldom.</summary>
    Rarer,

    /// <summary>Both are as frequent: the second by its name.</summary>
    Tie,
}
