namespace EdgeLstm.Quantize.Passes;

/// <summary>Differences between quantized and float values, and the range of the float ones.</summary>
public sealed class ErrorSummary
{
    double squares, sum, low = double.PositiveInfinity, high = double.NegativeInfinity;
    long count;

    /// <summary>Pairs of which both values were numbers: of these are the errors.</summary>
    public long Count => count;

    public double Max { get; private set; }

    public double Mean => count == 0 ? 0 : sum / count;

    public double Rmse => count == 0 ? 0 : Math.Sqrt(squares / count);

    /// <summary>Greatest less least float value; never 0, so that it can be divided by.</summary>
    public double Range => high > low ? high - low : 1;

    public void Add(double expected, double actual)
    {
        double error = Math.Abs(actual - expected);
        if (!double.IsFinite(error))
            return;
        Max = Math.Max(Max, error);
        sum += error;
        squares += error * error;
        low = Math.Min(low, expected);
        high = Math.Max(high, expected);
        count++;
    }
}
