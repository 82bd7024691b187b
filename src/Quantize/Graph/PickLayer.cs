using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;

namespace EdgeLstm.Quantize.Graph;

/// <summary>
/// [T, O] to [1, O]: the last step, or the <see cref="First"/>, where a reverse layer ends. Only in networks that need a window: where all
/// else streams, taking the last step is what <see cref="Network.EveryStep"/> false says, and no layer.
/// </summary>
sealed record PickLayer : Layer
{
    public required int Width { get; init; }

    public bool First { get; init; }

    public override string Title => First ? "first step" : "last step";

    public override int Inputs => Width;

    public override int Outputs => Width;

    public override long Parameters => 0;

    public override long MultiplyAccumulates => 0;

    public override bool Streams => false;

    public override int Steps(int steps) => Math.Min(steps, 1);

    internal override ArtifactLayer ToArtifact() => new ArtifactPick(Header, First);
}
