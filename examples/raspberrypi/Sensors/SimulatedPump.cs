using PumpMonitor.Simulation;

namespace PumpMonitor.Sensors;

/// <summary>Plays a run back. The run is computed before the first reading, because its remaining life is known only at its end.</summary>
public sealed class SimulatedPump(PumpRun run, ulong seed) : ISensorSource
{
    private int _hour;

    public string Description { get; } = $"simulated pump, seed {seed}, {run.Hours} h";

    public bool TryRead(out SensorReading reading)
    {
        if (_hour == run.Hours)
        {
            reading = default;
            return false;
        }
        reading = run.Readings[_hour++];
        return true;
    }

    public void Dispose()
    {
    }
}
