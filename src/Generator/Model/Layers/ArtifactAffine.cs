using EdgeLstm.Generator.Model.Lowering;

namespace EdgeLstm.Generator.Model.Layers;

/// <summary>x·scale + offset for each feature: a batch normalisation that had no neighbour to go into. Data: scale, offset [F] float.</summary>
sealed record ArtifactAffine(LayerHeader Header) : ArtifactLayer(Header)
{
    internal static readonly Operation Affine = new("Elements", "Affine");

    public override string Kind => "affine";

    public override string Title => "scale and offset";

    public override long DataBytes(Scheme scheme) => 8L * Outputs;

    internal static ArtifactLayer Read(LayerHeader header, ArtifactFields fields) => new ArtifactAffine(header);

    internal override void Declare(LayerConstants constants)
    {
        constants.Values("Scale", ElementType.Float32, [.. Data.Take(4 * Outputs)]);
        constants.Values("Offset", ElementType.Float32, [.. Data.Skip(4 * Outputs)]);
    }

    internal override void Lower(LayerLowering code) =>
        code.Call(Affine, code.FloatsOf(Source), code.Part("Scale"), code.Part("Offset"), code.Floats);

    internal override void Prove(Scheme scheme) => Proof.Finite(this, Data, Data.Length / 4);
}
