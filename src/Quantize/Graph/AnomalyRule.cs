namespace EdgeLstm.Quantize.Graph;

/// <summary>
/// What a model of normal samples takes for an anomaly: its error on a sample, RMSE over the features in units of
/// <paramref name="Scales"/>, at or above <paramref name="Threshold"/>.
/// </summary>
/// <param name="Scales">By feature, in its own unit: RMSE on normal data that it did not learn from.</param>
sealed record AnomalyRule(IReadOnlyList<double> Scales, double Threshold)
{
    /// <summary>The share of normal samples below the threshold.</summary>
    public const double NormalShare = 0.99;

    /// <summary>Of errors [samples][features] on normal data: 99 % of them score below the threshold or at it.</summary>
    public static AnomalyRule Of(IReadOnlyList<double[]> errors)
    {
        double[] scales = [.. Enumerable.Range(0, errors[0].Length).Select(k => Math.Sqrt(errors.Average(error => error[k] * error[k])))];
        var rule = new AnomalyRule(scales, 0);
        float[] scores = [.. errors.Select(rule.Score).Order()];
        // At the threshold an alarm is given: just above the last sample that is to be none.
        return rule with { Threshold = MathF.BitIncrement(scores[(int)Math.Ceiling(NormalShare * scores.Length) - 1]) };
    }

    /// <summary>How far a sample is from what was expected.</summary>
    public float Score(double[] error) => (float)Math.Sqrt(
        error.Select((value, k) => Scales[k] > 0 ? value / Scales[k] : 0).Average(value => value * value));
}
