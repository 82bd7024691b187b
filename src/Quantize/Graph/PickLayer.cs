using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;

namespace EdgeLstm.Quantize.Graph;

/// <summary>
/// [T, O] to [1, O]: the last step, or the <see cref="First"/>, where a reverse layer ends, or one that is <see cref="Away"/> from it.
/// Only in networks that need a window: where all
/// else streams, taking the last step is what <see cref="Network.EveryStep"/> false says, and no layer.
/// </summary>
sealed record PickLayer : Layer
{
    public required int Width { get; init; }

    public bool First { get; init; }

    /// <summary>Steps between it and the end, or the beginning.</summary>
    public int Away { get; init; }

    public override string Title => ArtifactPick.TitleOf(First, Away);

    public override int Inputs => Width;

    public override int Outputs => Width;

    public override long Parameters => 0;

    public override long MultiplyAccumulates => 0;

    public override bool Streams => false;

    public override int Steps(int steps) => steps > Away ? 1 : 0;

    internal override ArtifactLayer ToArtifact() => new ArtifactPick(Header, First) { Away = Away };
}
