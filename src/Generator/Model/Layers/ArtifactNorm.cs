using System.Globalization;
using EdgeLstm.Generator.Model.Lowering;

namespace EdgeLstm.Generator.Model.Layers;

/// <summary>Layer normalisation over the features of a step (Ba 2016): (x − mean)/√(variance + epsilon)·gamma + beta. Data: gamma, beta [F] float.</summary>
sealed record ArtifactNorm(LayerHeader Header, float Epsilon) : ArtifactLayer(Header)
{
    internal static readonly Operation Normalize = new("Normalization", "Layer");

    public override string Kind => "norm";

    public override string Citation => "Ba 2016";

    public override string Title => "layer normalisation";

    internal override string Fields => $" epsilon {Epsilon.ToString("G9", CultureInfo.InvariantCulture)}";

    public override long DataBytes(Scheme scheme) => 8L * Outputs;

    internal static ArtifactLayer Read(LayerHeader header, ArtifactFields fields) => new ArtifactNorm(header, fields.Number("epsilon"));

    internal override void Declare(LayerConstants constants)
    {
        constants.Values("Gamma", ElementType.Float32, [.. Data.Take(4 * Outputs)]);
        constants.Values("Beta", ElementType.Float32, [.. Data.Skip(4 * Outputs)]);
    }

    internal override void Lower(LayerLowering code) =>
        code.Call(Normalize, code.FloatsOf(Source), code.Part("Gamma"), code.Part("Beta"), new Number(Epsilon), code.Floats);

    internal override void Prove(Scheme scheme)
    {
        if (!(Epsilon > 0))
            throw Proof.Range(this, $"epsilon {Epsilon}", "more than 0");
        Proof.Finite(this, Data, Data.Length / 4);
    }
}
