using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;

namespace EdgeLstm.Quantize.Graph;

/// <summary>
/// [T, 1 + O] to [1, O]: the mean of the second source's steps, weighted by softmax over time of the first source's score.
/// </summary>
sealed record AttentionLayer : Layer
{
    /// <summary>Features of the values, without the score.</summary>
    public required int Width { get; init; }

    public override string Title => "attention pooling";

    public override int Inputs => 1 + Width;

    public override int Outputs => Width;

    public override long Parameters => 0;

    /// <summary>Of each step of the window.</summary>
    public override long MultiplyAccumulates => Width;

    public override bool Streams => false;

    public override int Steps(int steps) => Math.Min(steps, 1);

    internal override ArtifactLayer ToArtifact() => new ArtifactAttention(Header);
}
