using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;

namespace EdgeLstm.Quantize.Graph;

/// <summary>The place of the greatest feature, from 0: a classifier's class as a number. Of equals it is the first.</summary>
sealed record ArgMaxLayer : PointLayer
{
    /// <summary>Features that it reads.</summary>
    public required int Width { get; init; }

    public override string Title => "place of the greatest";

    public override int Inputs => Width;

    public override int Outputs => 1;

    public override long Parameters => 0;

    public override long MultiplyAccumulates => 0;

    public override void Apply(ReadOnlySpan<float> x, Span<float> y)
    {
        int greatest = 0;
        for (int k = 1; k < x.Length; k++)
            greatest = x[k] > x[greatest] ? k : greatest;
        y[0] = greatest;
    }

    internal override ArtifactLayer ToArtifact() => new ArtifactArgMax(Header);
}
