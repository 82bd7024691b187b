using PumpMonitor.Sensors;
using PumpMonitor.Simulation;

namespace PumpMonitor.Monitoring;

/// <summary>What a watch is worth when a sensor fails: over failing pumps, before the alarm and after it, and over healthy ones.</summary>
/// <param name="failure">What fails; null: nothing.</param>
/// <param name="isGuarded">Whether the watch looks at its sensors' health.</param>
public sealed class FailureScore(SensorFailure? failure, bool isGuarded)
{
    /// <summary>
    /// Hours before the bearing's failure at which a sensor fails: before the alarm, which comes some 46 h ahead, and after it.
    /// </summary>
    public const int BeforeAlarm = 60, AfterAlarm = 15;

    const int HealthyFrom = 100;
    const float LastDay = 24;

    readonly List<float> _leads = [];
    readonly List<int> _delays = [];

    public SensorFailure? Failure { get; } = failure;

    /// <summary>Bearings whose failure was announced.</summary>
    public int Announced => _leads.Count;

    public float MedianLead => Median(_leads, float.NaN);

    /// <summary>
    /// Bearings that failed with neither an alarm nor a sensor that was said to be out at some time in their last day: the display said
    /// that all was well.
    /// </summary>
    public int FalselySound { get; private set; }

    /// <summary>Alarms that stood when the sensor failed, and went.</summary>
    public int Cleared { get; private set; }

    /// <summary>In healthy pumps, and more than 125 h before a failure.</summary>
    public int FalseAlarms { get; private set; }

    /// <summary>Readings, in the median, until the sensor is said to be out; −1: it never is.</summary>
    public int MedianDelay => Median(_delays, -1);

    public void Add(ulong seed, int index)
    {
        PumpRun failing = PumpSimulator.Simulate(seed, index, RunKind.Failing);
        AddFailing(failing, BeforeAlarm);
        AddFailing(failing, AfterAlarm);

        PumpRun healthy = PumpSimulator.Simulate(seed, index, RunKind.Healthy);
        var watch = new PumpWatch(isGuarded);
        int delay = -1;
        for (int hour = 0; hour < healthy.Hours; hour++)
        {
            watch.Observe(SensorFailures.Read(healthy, Failure, HealthyFrom, hour), float.PositiveInfinity);
            if (delay < 0 && watch.Out != Sensor.None) delay = hour - HealthyFrom + 1;
        }

        if (delay > 0) _delays.Add(delay);
        FalseAlarms += watch.Model.Record.FalseAlarms;
    }

    void AddFailing(PumpRun run, int hoursBefore)
    {
        var watch = new PumpWatch(isGuarded);
        int from = Math.Max(1, run.Hours - hoursBefore);
        bool stood = false, went = false, sound = false;
        for (int hour = 0; hour < run.Hours; hour++)
        {
            watch.Observe(SensorFailures.Read(run, Failure, from, hour), run.HoursToFailure(hour));
            if (hour == from - 1) stood = watch.Model.IsRaised;
            if (hour < from) continue;
            went |= stood && !watch.Model.IsRaised;
            sound |= run.HoursToFailure(hour) <= LastDay && !watch.Model.IsRaised && watch.Out == Sensor.None;
        }

        if (went) Cleared++;
        if (hoursBefore != BeforeAlarm) return;
        if (watch.Model.Record.LeadTime > 0) _leads.Add(watch.Model.Record.LeadTime);
        if (sound) FalselySound++;
        FalseAlarms += watch.Model.Record.FalseAlarms;
    }

    static T Median<T>(List<T> values, T none)
    {
        values.Sort();
        return values.Count == 0 ? none : values[values.Count / 2];
    }
}
