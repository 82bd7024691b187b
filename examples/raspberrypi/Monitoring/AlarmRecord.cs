using PumpMonitor.Simulation;

namespace PumpMonitor.Monitoring;

/// <summary>
/// What an alarm was worth, in hindsight. Raised within 125 h of the failure, the first one counts and its lead time is the hours left;
/// raised earlier, or in a healthy run, it is false.
/// </summary>
public struct AlarmRecord
{
    int _raised;
    float _leadTime;

    /// <summary>Hour of the latest alarm; -1 before any.</summary>
    public int LatestHour { readonly get => _raised - 1; private set => _raised = value + 1; }

    public int FalseAlarms { get; private set; }

    /// <summary>Hours between the first useful alarm and the failure; 0 where there was none, or where it came with the failure.</summary>
    public readonly float LeadTime => _leadTime;

    public void Raise(int hour, float hoursToFailure)
    {
        LatestHour = hour;
        if (hoursToFailure > PumpRun.LongestRul) FalseAlarms++;
        else if (hoursToFailure > 0) _leadTime = Math.Max(_leadTime, hoursToFailure);
    }

    /// <summary>
    /// At the failure: an alarm that came too early but still stands was not useless, so it counts with the longest lead time.
    /// </summary>
    public void Finish(bool standing)
    {
        if (standing && _leadTime == 0 && FalseAlarms > 0) _leadTime = PumpRun.LongestRul;
    }
}
