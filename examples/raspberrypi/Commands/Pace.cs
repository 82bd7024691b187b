namespace PumpMonitor.Commands;

/// <summary>
/// Readings at a start and whole intervals after it, so that what a reading takes does not add up. A reading that takes longer than an
/// interval costs those that it covers. Between readings the program sleeps.
/// </summary>
/// <param name="interval">Zero: as fast as it goes.</param>
/// <param name="stopping">Ends the readings.</param>
/// <param name="clock">Tells the time.</param>
/// <param name="sleep">Sleeps, or wakes earlier to stop.</param>
/// <param name="before">What of an interval has passed when the program starts: a restart makes no reading come earlier. Null: the first
/// one is at once.</param>
public sealed class Pace(TimeSpan interval, CancellationToken stopping, TimeProvider clock, Action<TimeSpan> sleep, TimeSpan? before = null)
{
    static readonly TimeSpan LongestSleep = TimeSpan.FromDays(1); // a wait handle ends at 24 days

    readonly TimeSpan _first = before is { } passed && passed < interval ? interval - passed : TimeSpan.Zero;
    long _start, _next;

    public Pace(TimeSpan interval, CancellationToken stopping, TimeSpan? before = null)
        : this(interval, stopping, TimeProvider.System, time => stopping.WaitHandle.WaitOne(time), before)
    {
    }

    /// <summary>Readings that were not taken because the one before took too long.</summary>
    public long Missed { get; private set; }

    /// <summary>Sleeps until the next reading is due. False where there is to be none.</summary>
    public bool WaitForNext()
    {
        if (interval > TimeSpan.Zero)
        {
            if (_next == 0) _start = clock.GetTimestamp();
            long begun = (long)Math.Floor(Elapsed() / interval); // intervals that have
            Missed += Math.Max(0, begun - _next);
            _next = Math.Max(_next, begun);
            while (!stopping.IsCancellationRequested && _next * interval - Elapsed() is { Ticks: > 0 } left)
                sleep(left < LongestSleep ? WholeMilliseconds(left) : LongestSleep);
            _next++;
        }

        return !stopping.IsCancellationRequested;
    }

    /// <summary>Since the first reading was due; less than 0 before it is.</summary>
    TimeSpan Elapsed() => clock.GetElapsedTime(_start) - _first;

    /// <summary>A handle waits for whole milliseconds; rounded down, the last one would be waited for in many waits of none.</summary>
    static TimeSpan WholeMilliseconds(TimeSpan time) => TimeSpan.FromMilliseconds(Math.Ceiling(time.TotalMilliseconds));
}
