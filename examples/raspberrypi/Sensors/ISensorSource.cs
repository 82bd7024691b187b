namespace PumpMonitor.Sensors;

/// <summary>Where readings come from: the simulation on any machine, the wires on a board.</summary>
public interface ISensorSource : IDisposable
{
    /// <summary>One line for the header: what is read, over which wires.</summary>
    string Description { get; }

    /// <summary>Takes the next hour's reading. Allocates nothing. False when the source has ended.</summary>
    bool TryRead(out SensorReading reading);
}
