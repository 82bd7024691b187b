using EdgeLstm.Generator.Model.Lowering;

namespace EdgeLstm.Generator.Model.Layers;

/// <summary>One step out of all: the last, or the first, which is the last that a reverse layer makes.</summary>
sealed record ArtifactPick(LayerHeader Header, bool First) : ArtifactLayer(Header)
{
    public override string Kind => "pick";

    public override string Title => First ? "first step" : "last step";

    public override ValueForm Takes => ValueForm.AsRead;

    public override ValueForm Gives => ValueForm.AsRead;

    public override string ReadsAhead => First ? "gives the window's first step only" : "gives the window's last step only";

    internal override string Fields => $" step {(First ? "first" : "last")}";

    public override StepCount? Steps(StepCount source) => new(0, 1, 1);

    internal static ArtifactLayer Read(LayerHeader header, ArtifactFields fields) => new ArtifactPick(header, fields.Word("step", "last", "first") == "first");

    internal override void Lower(LayerLowering code) => code.MoveStep(Source, First ? RowAt.First : RowAt.Last);
}
