using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;

namespace EdgeLstm.Quantize.Graph;

/// <summary>The features of its sources side by side.</summary>
sealed record ConcatLayer : PointLayer
{
    /// <summary>Outputs of each source.</summary>
    public required IReadOnlyList<int> Widths { get; init; }

    public override string Title => "concatenation";

    public override int Inputs => Widths.Sum();

    public override int Outputs => Widths.Sum();

    public override long Parameters => 0;

    public override long MultiplyAccumulates => 0;

    public override void Apply(ReadOnlySpan<float> x, Span<float> y) => x.CopyTo(y);

    internal override ArtifactLayer ToArtifact() => new ArtifactConcat(Header);
}
