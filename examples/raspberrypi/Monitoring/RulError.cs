namespace PumpMonitor.Monitoring;

/// <summary>Mean absolute error of the predicted life over the last 100 h before the failure.</summary>
public struct RulError
{
    public const float LastHours = 100;

    double _sum;
    int _count;

    public readonly double Mean => _count == 0 ? double.NaN : _sum / _count;

    public void Add(int hour, float predicted, float hoursToFailure)
    {
        if (!(hoursToFailure <= LastHours)) return;
        _sum += Math.Abs(predicted - hoursToFailure);
        _count++;
    }
}
