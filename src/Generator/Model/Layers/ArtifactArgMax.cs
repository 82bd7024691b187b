using EdgeLstm.Generator.Model.Lowering;

namespace EdgeLstm.Generator.Model.Layers;

/// <summary>The place of the greatest feature, from 0; of equals the first.</summary>
sealed record ArtifactArgMax(LayerHeader Header) : ArtifactLayer(Header)
{
    internal static readonly Operation ArgMax = new("Elements", "ArgMax");

    public override string Kind => "argmax";

    internal override int Since => ModelArtifact.VersionOfKinds;

    public override string Title => "place of the greatest";

    internal override bool KeepsFeatures => false;

    internal static ArtifactLayer Read(LayerHeader header, ArtifactFields fields) => new ArtifactArgMax(header);

    internal override void Lower(LayerLowering code) =>
        code.Call(ArgMax, code.FloatsOf(Source).Part(0, Inputs), code.Floats);

    internal override void Prove(Scheme scheme)
    {
        if (Outputs != 1)
            throw Proof.Range(this, $"{Outputs} outputs", "1, the place");
    }
}
