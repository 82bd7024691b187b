namespace EdgeLstm.Generator.Model.Layers;

/// <summary>x·scale + offset for each feature: a batch normalisation that had no neighbour to go into. Data: scale, offset [F] float.</summary>
sealed record ArtifactAffine(LayerHeader Header) : ArtifactLayer(Header)
{
    public override string Kind => "affine";

    public override long DataBytes(Scheme scheme) => 8L * Outputs;

    internal static ArtifactLayer Read(LayerHeader header, ArtifactFields fields) => new ArtifactAffine(header);

    internal override void Prove(Scheme scheme) => Proof.Finite(this, Data, Data.Length / 4);
}
