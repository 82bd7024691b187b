using PumpMonitor.Simulation;

namespace PumpMonitor.Sensors;

/// <summary>Plays a run back. The run is computed before the first reading, because its remaining life is known only at its end.</summary>
/// <param name="run">The pump.</param>
/// <param name="seed">For the header.</param>
/// <param name="hour">The first hour to read.</param>
/// <param name="failure">Which sensor fails, and in which hour; null: none does.</param>
public sealed class SimulatedPump(PumpRun run, ulong seed, int hour = 0, (SensorFailure Failure, int From)? failure = null) : ISensorSource
{
    int _hour = hour;

    public string Description { get; } = $"simulated pump, seed {seed}, {run.Hours} h"
        + (failure is { } f ? $", {SensorFailures.Name(f.Failure)} at hour {f.From + 1}" : "");

    public bool TryRead(out SensorReading reading)
    {
        if (_hour >= run.Hours)
        {
            reading = default;
            return false;
        }

        reading = SensorFailures.Read(run, failure?.Failure, failure?.From ?? 0, _hour++);
        return true;
    }

    public void Dispose()
    {
    }
}
