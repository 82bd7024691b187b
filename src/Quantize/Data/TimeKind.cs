namespace EdgeLstm.Quantize.Data;

/// <summary>What a cell of a time column says.</summary>
enum TimeKind
{
    /// <summary>Any number that orders the rows: seconds, days, cycles.</summary>
    Number,

    Date,

    /// <summary>Hours, minutes and maybe seconds without a date.</summary>
    Clock,
}
