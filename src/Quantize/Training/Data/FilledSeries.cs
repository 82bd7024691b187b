namespace EdgeLstm.Quantize.Training.Data;

/// <summary>A series' rows with what stands in for missing values.</summary>
/// <param name="Rows">Per row [features]; NaN where nothing stands in.</param>
/// <param name="Unheld">Per row, whether the mean stands in for a value: there was no good one before it, or none near enough.</param>
sealed record FilledSeries(IReadOnlyList<double[]> Rows, bool[] Unheld)
{
    /// <summary>Whether every value of a row is there.</summary>
    public bool IsComplete(int row) => Array.TrueForAll(Rows[row], double.IsFinite);
}
