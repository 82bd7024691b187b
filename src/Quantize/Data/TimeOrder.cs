namespace EdgeLstm.Quantize.Data;

/// <summary>Which part of a date comes first.</summary>
enum TimeOrder
{
    YearFirst,
    DayFirst,
    MonthFirst,
}
