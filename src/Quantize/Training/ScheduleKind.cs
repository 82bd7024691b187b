namespace EdgeLstm.Quantize.Training;

/// <summary>How the learning rate changes over a run.</summary>
public enum ScheduleKind
{
    Constant,

    /// <summary>From the full rate to a hundredth of it along half a cosine.</summary>
    Cosine,

    /// <summary>Halved whenever the validation loss has not fallen for five epochs.</summary>
    Plateau,
}
