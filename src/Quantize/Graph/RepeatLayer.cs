using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;

namespace EdgeLstm.Quantize.Graph;

/// <summary>[1, O] to [<see cref="Times"/>, O]: what an autoencoder's decoder reads, the same vector at every step.</summary>
sealed record RepeatLayer : Layer
{
    public required int Width { get; init; }

    /// <summary>How often; null: as many times as the network's window has samples.</summary>
    public required int? Times { get; init; }

    public override string Title => Times is int times ? $"repeat {times} times" : "repeat";

    public override int Inputs => Width;

    public override int Outputs => Width;

    public override long Parameters => 0;

    public override long MultiplyAccumulates => 0;

    public override bool Streams => false;

    internal override ArtifactLayer ToArtifact() => new ArtifactRepeat(Header, Times ?? 0);
}
