namespace PumpMonitor.Monitoring;

/// <summary>
/// Debounce and hysteresis. Raised after <paramref name="hours"/> readings in a row above <paramref name="raiseAbove"/>; cleared
/// after as many below <paramref name="clearBelow"/>, so that a value hovering at the limit does not ring twice.
/// </summary>
public struct Alarm(float raiseAbove, float clearBelow, int hours = 3)
{
    private int _run;

    public bool IsRaised { get; private set; }

    /// <summary>Takes one hour's value. True in the hour in which the alarm is raised.</summary>
    public bool Update(float value)
    {
        bool towardsChange = IsRaised ? value < clearBelow : value > raiseAbove;
        _run = towardsChange ? _run + 1 : 0;
        if (_run < hours) return false;

        _run = 0;
        IsRaised = !IsRaised;
        return IsRaised;
    }
}
