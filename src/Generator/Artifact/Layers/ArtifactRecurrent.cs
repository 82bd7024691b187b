namespace EdgeLstm.Generator.Artifact;

/// <summary>What the recurrent cells have in common: the state h, which is also the output.</summary>
/// <param name="Header">Outputs: the hidden units H.</param>
/// <param name="Reverse">Runs from the window's last sample to its first; its output for a sample stands at that sample's place.</param>
/// <param name="HiddenScale">Integer schemes: activation units of an output of 1; else 0.</param>
public abstract record ArtifactRecurrent(LayerHeader Header, bool Reverse, int HiddenScale) : ArtifactLayer(Header)
{
    public override ValueForm Takes => ValueForm.Units;

    internal override bool KeepsFeatures => false;

    public override ValueForm Gives => ValueForm.Units;

    public override bool HasState => true;

    public override string? ReadsAhead => Reverse ? "runs from the window's last sample to its first" : null;

    internal override string Fields => $" direction {(Reverse ? "reverse" : "forward")} hidden-scale {HiddenScale}";

    internal static (bool Reverse, int HiddenScale) ReadCommon(ArtifactFields fields) =>
        (fields.Word("direction", "forward", "reverse") == "reverse", fields.Int("hidden-scale", 0, short.MaxValue));

    internal void ProveCommon(Scheme scheme, int columns)
    {
        int most = scheme == Scheme.Float32 ? 4096 : 8192; // what a step holds on the stack
        if (columns > most)
            throw Proof.Range(this, $"{Inputs} inputs and {columns - Inputs} units", $"at most {most} together");
        if (scheme != Scheme.Float32 && HiddenScale < 1)
            throw Proof.Range(this, $"hidden-scale {HiddenScale}", "at least 1");
        if (scheme == Scheme.Int8x16 && HiddenScale > 16384)
            throw Proof.Range(this, $"hidden-scale {HiddenScale}", "at most 16384 with int16 activations");
        if (scheme == Scheme.Float32)
            Proof.Finite(this, Initial, Initial.Length / 4);
    }
}
