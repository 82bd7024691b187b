namespace EdgeLstm.Quantize.Training;

/// <summary>What the network is to say about a window.</summary>
public enum TaskKind
{
    /// <summary>The target at the window's last sample.</summary>
    Regression,

    /// <summary>Which class the window's last sample belongs to: one probability for two classes, one each for more.</summary>
    Classification,

    /// <summary>The target some samples after the window.</summary>
    Forecast,

    /// <summary>The next sample of every feature, learned on normal samples only: what is far from it afterwards is an anomaly.</summary>
    Anomaly,
}
