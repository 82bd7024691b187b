namespace PumpMonitor.Sensors;

/// <summary>The devices that read the pump. One may give several channels: what ails it ails them all.</summary>
[Flags]
public enum Sensor : byte
{
    None = 0,

    /// <summary>Vibration velocity and kurtosis.</summary>
    Accelerometer = 1,

    /// <summary>The envelope.</summary>
    Piezo = 2,

    /// <summary>Shaft speed.</summary>
    Tachometer = 4,

    /// <summary>Bearing temperature.</summary>
    Thermometer = 8,

    /// <summary>Motor current.</summary>
    CurrentClamp = 16,
}
