namespace PumpMonitor.Monitoring;

/// <summary>What a channel's readings say against its sensor.</summary>
public enum SensorFault : byte
{
    None,

    /// <summary>No number: a wire that came off, a driver that threw.</summary>
    Missing,

    /// <summary>A number that the sensor or the machine can't give.</summary>
    Implausible,

    /// <summary>The same number again and again while the shaft turns.</summary>
    Stuck,
}
