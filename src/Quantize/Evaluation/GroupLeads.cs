namespace EdgeLstm.Quantize.Evaluation;

/// <summary>The warnings of one machine.</summary>
/// <param name="Series">Which of the data's.</param>
/// <param name="Windows">That were judged.</param>
/// <param name="Faults">Stretches of the event.</param>
/// <param name="Leads">Of each that was told in time: samples from the first alarm to its end.</param>
/// <param name="FalseAlarms">Windows in which the event was told and not true.</param>
sealed record GroupLeads(int Series, int Windows, int Faults, IReadOnlyList<int> Leads, int FalseAlarms)
{
    /// <summary>Null where nothing was told in time.</summary>
    public double? Median => MedianOf(Leads);

    public static double? MedianOf(IEnumerable<int> leads)
    {
        int[] sorted = [.. leads.Order()];
        return sorted.Length == 0 ? null : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2.0;
    }
}
