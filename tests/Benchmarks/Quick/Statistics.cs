namespace EdgeLstm.Benchmarks.Quick;

static class Statistics
{
    /// <summary>The middle value, the upper one of two.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
