namespace PumpMonitor.Monitoring;

/// <summary>An alarm and its record.</summary>
public sealed class WatchedAlarm(float raiseAbove, float clearBelow)
{
    Alarm _alarm = new(raiseAbove, clearBelow);
    AlarmRecord _record;

    public bool IsRaised => _alarm.IsRaised;

    public AlarmRecord Record => _record;

    /// <summary>What a snapshot keeps; the limits are the program's.</summary>
    public Memory Snapshot
    {
        get => new(_alarm.IsRaised, _alarm.Run, _record);
        set
        {
            _alarm = new(raiseAbove, clearBelow) { IsRaised = value.IsRaised, Run = value.Run };
            _record = value.Record;
        }
    }

    /// <param name="value">What is watched.</param>
    /// <param name="hour">For the record.</param>
    /// <param name="hoursToFailure">For the record.</param>
    /// <param name="mayClear">False while a sensor is out.</param>
    public void Observe(float value, int hour, float hoursToFailure, bool mayClear = true)
    {
        if (_alarm.Update(value, mayClear)) _record.Raise(hour, hoursToFailure);
    }

    /// <summary>A reading that does not count: what was in a row is so no more.</summary>
    public void Interrupt() => _alarm.Run = 0;

    public void Failed() => _record.Finish(IsRaised);

    public readonly record struct Memory(bool IsRaised, int Run, AlarmRecord Record);
}
