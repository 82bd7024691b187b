namespace EdgeLstm.Quantize.Evaluation;

/// <summary>How far numbers are from the truth.</summary>
static class NumberScores
{
    public static double Rmse(IReadOnlyList<float> found, IReadOnlyList<double> truth) =>
        Math.Sqrt(found.Zip(truth, (y, t) => (y - t) * (y - t)).Average());

    public static double Mae(IReadOnlyList<float> found, IReadOnlyList<double> truth) =>
        found.Zip(truth, (y, t) => Math.Abs(y - t)).Average();

    /// <summary>
    /// The challenge's sum, e^(−d/13) − 1 where early and e^(d/10) − 1 where late, d = answer − truth: without the straight lines of
    /// training.
    /// </summary>
    public static double Phm08(IReadOnlyList<float> found, IReadOnlyList<double> truth) =>
        found.Zip(truth, (y, t) => Math.Exp((y - t) / (y < t ? -13 : 10)) - 1).Sum();

    public static double Explained(IReadOnlyList<float> found, IReadOnlyList<double> truth)
    {
        double mean = truth.Average();
        return 1 - found.Zip(truth, (y, t) => (y - t) * (y - t)).Sum() / truth.Sum(t => (t - mean) * (t - mean));
    }
}
