namespace PumpMonitor.Simulation;

/// <summary>What raises a reading without harming the bearing.</summary>
public enum NuisanceKind
{
    /// <summary>Run-out flow or a thick medium: current, vibration and temperature up together.</summary>
    LoadSurge,

    /// <summary>
    /// Too little suction head: broadband noise, so velocity and envelope rise while the kurtosis stays near 3; current drops.
    /// </summary>
    Cavitation,

    /// <summary>Debris on the impeller: unbalance at shaft frequency. Velocity rises with speed squared, the envelope does not.</summary>
    Unbalance,

    /// <summary>The accelerometer's mount rattles: some hours show large velocity and huge kurtosis.</summary>
    LooseSensor,

    /// <summary>
    /// Grease runs short until somebody greases: envelope and temperature climb for days, as if the bearing were failing.
    /// </summary>
    GreaseStarvation,
}
