namespace PumpMonitor.Monitoring;

/// <summary>
/// Debounce and hysteresis. Raised after <paramref name="hours"/> readings in a row above <paramref name="raiseAbove"/>; cleared
/// after as many below <paramref name="clearBelow"/>, so that a value hovering at the limit does not ring twice.
/// </summary>
public struct Alarm(float raiseAbove, float clearBelow, int hours = 3)
{
    /// <summary>Readings in a row towards the change.</summary>
    public int Run { get; set; }

    public bool IsRaised { get; set; }

    /// <summary>Takes one hour's value. True in the hour in which the alarm is raised.</summary>
    /// <param name="value">What is watched.</param>
    /// <param name="mayClear">False while a sensor is out: what is not seen is no all-clear.</param>
    public bool Update(float value, bool mayClear = true)
    {
        bool towardsChange = IsRaised ? value < clearBelow && mayClear : value > raiseAbove;
        Run = towardsChange ? Run + 1 : 0;
        if (Run < hours) return false;

        Run = 0;
        IsRaised = !IsRaised;
        return IsRaised;
    }
}
