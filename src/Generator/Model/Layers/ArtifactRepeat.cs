using EdgeLstm.Generator.Model.Lowering;

namespace EdgeLstm.Generator.Model.Layers;

/// <summary>The source's last step, <paramref name="Times"/> times, or once for every sample of the window where that is 0: what a decoder reads.</summary>
sealed record ArtifactRepeat(LayerHeader Header, int Times) : ArtifactLayer(Header)
{
    public override string Kind => "repeat";

    public override string Title => Times == 0 ? "repeated for every sample" : $"repeated {Times} times";

    public override ValueForm Takes => ValueForm.AsRead;

    public override ValueForm Gives => ValueForm.AsRead;

    public override string ReadsAhead => "gives one step of the whole window many times";

    internal override string Fields => $" times {Times}";

    public override StepCount? Steps(StepCount source) => Times == 0 ? StepCount.Samples : new(0, 1, Times);

    internal static ArtifactLayer Read(LayerHeader header, ArtifactFields fields) => new ArtifactRepeat(header, fields.Int("times", 0, 1_000_000));

    internal override void Lower(LayerLowering code) => code.MoveStep(Source, RowAt.Last);
}
