using System.Numerics.Tensors;
using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;

namespace EdgeLstm.Quantize.Graph;

/// <summary>y = scale∘x + shift, feature by feature: a batch normalisation with no layer beside it that could take it in.</summary>
sealed record AffineLayer : PointLayer
{
    /// <summary>[O].</summary>
    public required float[] Scale { get; init; }

    /// <summary>[O].</summary>
    public required float[] Shift { get; init; }

    public override string Title => "affine";

    public override int Inputs => Scale.Length;

    public override int Outputs => Scale.Length;

    public override long Parameters => 2 * Scale.Length;

    public override long MultiplyAccumulates => Scale.Length;

    public override void Apply(ReadOnlySpan<float> x, Span<float> y) => TensorPrimitives.MultiplyAdd(x, Scale, Shift, y);

    internal override ArtifactLayer ToArtifact() => new ArtifactAffine(Header) { Data = Bytes(Scale, Shift) };
}
