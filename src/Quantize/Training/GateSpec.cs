namespace EdgeLstm.Quantize.Training;

/// <summary>The gates' kind, and the temperature <paramref name="Tau"/> of every kind but the soft one.</summary>
sealed record GateSpec(GateKind Kind, double Tau = GateSpec.PaperTau)
{
    /// <summary>Li et al. 2018, section 4.1.</summary>
    public const double PaperTau = 0.9;

    public static GateSpec Soft { get; } = new(GateKind.Soft);
}
