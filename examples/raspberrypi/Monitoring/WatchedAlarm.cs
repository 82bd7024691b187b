namespace PumpMonitor.Monitoring;

/// <summary>An alarm and its record.</summary>
public sealed class WatchedAlarm(float raiseAbove, float clearBelow)
{
    private Alarm _alarm = new(raiseAbove, clearBelow);
    private AlarmRecord _record;

    public bool IsRaised => _alarm.IsRaised;

    public AlarmRecord Record => _record;

    public void Observe(float value, int hour, float hoursToFailure)
    {
        if (_alarm.Update(value)) _record.Raise(hour, hoursToFailure);
    }

    public void Failed() => _record.Finish(IsRaised);
}
