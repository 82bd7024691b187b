namespace PumpMonitor.Sensors;

/// <summary>Where readings come from: the simulation on any machine, the wires on a board.</summary>
public interface ISensorSource : IDisposable
{
    /// <summary>One line for the header: what is read, over which wires.</summary>
    string Description { get; }

    /// <summary>
    /// Takes a reading, now. A sensor that gives none leaves NaN in its channels: nothing here throws for it. False when the source has
    /// ended.
    /// </summary>
    bool TryRead(out SensorReading reading);
}
