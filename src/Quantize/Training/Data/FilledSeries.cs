namespace EdgeLstm.Quantize.Training.Data;

/// <summary>What is known of a series' rows, once something stands in for missing values.</summary>
/// <param name="Whole">Per row, whether every value was there.</param>
/// <param name="Complete">Per row, whether every value is there or something stands in for it.</param>
/// <param name="Unheld">Per row, whether the mean stands in for a value: there was no good one before it, or none near enough.</param>
sealed record FilledSeries(bool[] Whole, bool[] Complete, bool[] Unheld)
{
    public bool IsWhole(int row) => Whole[row];

    public bool IsComplete(int row) => Complete[row];
}
