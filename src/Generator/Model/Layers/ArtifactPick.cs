using EdgeLstm.Generator.Model.Lowering;

namespace EdgeLstm.Generator.Model.Layers;

/// <summary>
/// One step out of all: the last, or the first, which is the last that a reverse layer makes; or one that is a few steps away from either.
/// </summary>
sealed record ArtifactPick(LayerHeader Header, bool First) : ArtifactLayer(Header)
{
    const string AwayField = "away";

    /// <summary>Steps that may stand between: as many as a window may have.</summary>
    internal const int MaxAway = 1_000_000;

    /// <summary>Steps between it and the window's end, or its beginning.</summary>
    public int Away { get; init; }

    public override string Kind => "pick";

    internal override int Since => Away > 0 ? ModelArtifact.VersionOfKinds : base.Since;

    public override string Title => TitleOf(First, Away);

    public override ValueForm Takes => ValueForm.AsRead;

    public override ValueForm Gives => ValueForm.AsRead;

    public override string ReadsAhead => Away > 0 ? $"gives {Title} only"
        : First ? "gives the window's first step only" : "gives the window's last step only";

    internal override string Fields => $" step {(First ? "first" : "last")}{(Away > 0 ? $" {AwayField} {Away}" : "")}";

    internal override int MinSteps => 1 + Away;

    /// <summary>In words: <c>last step</c>, <c>step 2 from the end</c>.</summary>
    internal static string TitleOf(bool first, int away) => (first, away) switch
    {
        (true, 0) => "first step",
        (false, 0) => "last step",
        (true, _) => $"step {away + 1}",
        _ => $"step {away + 1} from the end",
    };

    public override StepCount? Steps(StepCount source) => source.Fixed != 0 && source.Fixed <= Away ? null : new(0, 1, 1);

    internal static ArtifactLayer Read(LayerHeader header, ArtifactFields fields)
    {
        bool first = fields.Word("step", "last", "first") == "first";
        return new ArtifactPick(header, first) { Away = fields.Has(AwayField) ? fields.Int(1, MaxAway) : 0 };
    }

    internal override void Lower(LayerLowering code) => code.MoveStep(Source, First ? RowAt.First : RowAt.Last, Away);
}
