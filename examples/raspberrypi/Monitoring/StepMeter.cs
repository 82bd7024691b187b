using System.Diagnostics;

namespace PumpMonitor.Monitoring;

/// <summary>
/// Time and allocation of single steps. Keeps the latest 4096 durations, enough for any run and bounded on a board that runs for years.
/// </summary>
public sealed class StepMeter
{
    readonly long[] _ticks = new long[4096];
    long _start, _allocatedBefore;

    public long Steps { get; private set; }

    /// <summary>Bytes allocated by this thread between Start and Stop, all steps together.</summary>
    public long AllocatedBytes { get; private set; }

    public void Start()
    {
        _allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
        _start = Stopwatch.GetTimestamp(); // last, so that the line above is not timed
    }

    public void Stop()
    {
        long ticks = Stopwatch.GetTimestamp() - _start;
        AllocatedBytes += GC.GetAllocatedBytesForCurrentThread() - _allocatedBefore;
        _ticks[Steps++ % _ticks.Length] = ticks;
    }

    /// <summary>Median step in ns, less the median of timing nothing. Sorts a copy: for the summary, not for the loop.</summary>
    public double MedianNanoseconds()
    {
        if (Steps == 0) return 0;
        long[] sorted = _ticks[..(int)Math.Min(Steps, _ticks.Length)];
        Array.Sort(sorted);
        return Math.Max(0, sorted[sorted.Length / 2] - EmptyTicks()) * 1e9 / Stopwatch.Frequency;
    }

    static long EmptyTicks()
    {
        var empty = new long[1001];
        for (int i = 0; i < empty.Length; i++)
        {
            long start = Stopwatch.GetTimestamp();
            empty[i] = Stopwatch.GetTimestamp() - start;
        }
        Array.Sort(empty);
        return empty[empty.Length / 2];
    }
}
