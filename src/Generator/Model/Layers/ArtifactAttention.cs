using EdgeLstm.Generator.Model.Lowering;

namespace EdgeLstm.Generator.Model.Layers;

/// <summary>
/// The mean over all steps of its second source, weighted by softmax over time of its first, one score a step: Σ e^s·x / Σ e^s.
/// </summary>
sealed record ArtifactAttention(LayerHeader Header) : ArtifactLayer(Header)
{
    internal static readonly Operation Pool = new("Attention", "Pool");

    public override string Kind => "attention";

    internal override int Since => ModelArtifact.VersionOfKinds;

    public override string Citation => "Bahdanau 2015";

    public override string Title => "mean of all steps, weighted by attention";

    public override string ReadsAhead => "needs the whole window";

    public override StepCount? Steps(StepCount source) => new(0, 1, 1);

    internal override int Joined(IReadOnlyList<int> widths) => widths.Count == 2 && widths[0] == 1 ? 1 + widths[1] : -1;

    internal override bool KeepsFeatures => false;

    internal override bool TakesSingles => false;

    internal static ArtifactLayer Read(LayerHeader header, ArtifactFields fields) => new ArtifactAttention(header);

    internal override void Lower(LayerLowering code) => code.Call(
        Pool, code.FloatsOf(Source, RowAt.All), code.FloatsOf(Sources[1], RowAt.All), code.CountOf(Source), code.Floats);

    internal override void Prove(Scheme scheme)
    {
        if (Outputs != Inputs - 1)
            throw Proof.Range(this, $"{Outputs} outputs", $"{Inputs - 1}, as many as its values have");
    }
}
