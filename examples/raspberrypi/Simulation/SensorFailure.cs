namespace PumpMonitor.Simulation;

/// <summary>How a sensor of the simulated pump fails.</summary>
public enum SensorFailure
{
    /// <summary>Its noise is all that is left: next to no vibration, and a healthy bearing's kurtosis.</summary>
    AccelerometerDead,

    /// <summary>Its driver gives no number.</summary>
    AccelerometerMissing,

    /// <summary>It repeats its last reading.</summary>
    AccelerometerStuck,

    /// <summary>A loose wire: every third reading is good, the others are none or 500 mm/s.</summary>
    AccelerometerLoose,

    /// <summary>0 V: 0 dB.</summary>
    PiezoDead,

    /// <summary>It repeats its last reading.</summary>
    PiezoStuck,

    /// <summary>One reading in the first day is missing, and no other.</summary>
    PiezoMissingOnce,

    /// <summary>No pulses: the pump seems to stand.</summary>
    TachometerDead,

    /// <summary>It repeats its last reading.</summary>
    TachometerStuck,

    /// <summary>85 °C, what the chip says before it has measured.</summary>
    ThermometerUnpowered,

    /// <summary>0 A.</summary>
    ClampDead,

    /// <summary>Every sensor gives no number: the board's supply.</summary>
    AllMissing,
}
