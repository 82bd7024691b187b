using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;

namespace EdgeLstm.Quantize.Graph;

/// <summary>A function on its own, where no dense or convolution layer before it takes it in.</summary>
sealed record ActivationLayer : PointLayer
{
    public required Activation Activation { get; init; }

    public required int Width { get; init; }

    public override string Title => Activation.ToString();

    public override int Inputs => Width;

    public override int Outputs => Width;

    public override long Parameters => 0;

    public override long MultiplyAccumulates => 0;

    public override void Apply(ReadOnlySpan<float> x, Span<float> y) => Activation.Apply(x, y);

    internal override ArtifactLayer ToArtifact() => new ArtifactActivation(Header, Activation.ToArtifact());
}
