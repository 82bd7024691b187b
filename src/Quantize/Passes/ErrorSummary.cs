namespace EdgeLstm.Quantize.Passes;

/// <summary>Differences between quantized and float values, and the range of the float ones.</summary>
sealed class ErrorSummary
{
    double _squares, _sum, _low = double.PositiveInfinity, _high = double.NegativeInfinity;
    long _count;

    /// <summary>Pairs of which both values were numbers: of these are the errors.</summary>
    public long Count => _count;

    public double Max { get; private set; }

    public double Mean => _count == 0 ? 0 : _sum / _count;

    public double Rmse => _count == 0 ? 0 : Math.Sqrt(_squares / _count);

    /// <summary>Greatest less least float value; never 0, so that it can be divided by.</summary>
    public double Range => _high > _low ? _high - _low : 1;

    public void Add(double expected, double actual)
    {
        double error = Math.Abs(actual - expected);
        if (!double.IsFinite(error))
            return;
        Max = Math.Max(Max, error);
        _sum += error;
        _squares += error * error;
        _low = Math.Min(_low, expected);
        _high = Math.Max(_high, expected);
        _count++;
    }
}
