namespace PumpMonitor.Simulation;

/// <summary>How a run ends.</summary>
public enum RunKind
{
    /// <summary>The bearing spalls, and the run ends with its failure.</summary>
    Failing,

    /// <summary>The record ends with a sound bearing (censored), whatever disturbed the sensors meanwhile.</summary>
    Healthy,
}
