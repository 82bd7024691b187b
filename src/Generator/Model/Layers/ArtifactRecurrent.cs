using System.Globalization;

namespace EdgeLstm.Generator.Model.Layers;

/// <summary>What the recurrent cells have in common: the state h, which is also the output.</summary>
/// <param name="Header">Outputs: the hidden units H.</param>
/// <param name="Reverse">Runs from the window's last sample to its first; its output for a sample stands at that sample's place.</param>
/// <param name="HiddenScale">Integer schemes: activation units of an output of 1; else 0.</param>
abstract record ArtifactRecurrent(LayerHeader Header, bool Reverse, float HiddenScale) : ArtifactLayer(Header)
{
    public override ValueForm Takes => ValueForm.Units;

    internal override bool KeepsFeatures => false;

    public override ValueForm Gives => ValueForm.Units;

    public override bool HasState => true;

    /// <summary>What one unit of the cell state is, where there is one.</summary>
    public abstract float CellStep { get; }

    public override string? ReadsAhead => Reverse ? "runs from the window's last sample to its first" : null;

    internal override string Fields => $" direction {(Reverse ? "reverse" : "forward")} hidden-scale {HiddenScale.ToString("G9", CultureInfo.InvariantCulture)}";

    /// <summary>Values of h, or of the cell state c where there is one.</summary>
    public virtual int StateWidth(bool cell) => cell ? 0 : Outputs;

    /// <summary>Whether c is the output once more, in its own units: a GRU's in the integer schemes.</summary>
    public virtual bool KeepsOutputTwice(Scheme scheme) => false;

    internal static (bool Reverse, float HiddenScale) ReadCommon(ArtifactFields fields) =>
        (fields.Word("direction", "forward", "reverse") == "reverse", fields.Number("hidden-scale"));

    internal void ProveCommon(Scheme scheme, int columns)
    {
        int most = scheme == Scheme.Float32 ? 4096 : 8192; // what a step holds on the stack
        if (columns > most)
            throw Proof.Range(this, $"{Inputs} inputs and {columns - Inputs} units", $"at most {most} together");
        Proof.Finite(this, HiddenScale);
        if (scheme != Scheme.Float32 && !(HiddenScale > 0))
            throw Proof.Range(this, $"hidden-scale {HiddenScale}", "more than 0");
        if (scheme != Scheme.Float32)
            Proof.Invertible(this, "hidden-scale", HiddenScale);
        Proof.Initial(this, scheme);
    }
}
