using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;

namespace EdgeLstm.Quantize.Graph;

/// <summary>The cell state c of the recurrent layer that is its source, step by step: ONNX's Y_c where a graph gives it.</summary>
sealed record CellStateLayer : PointLayer
{
    public required int Width { get; init; }

    public override string Title => "cell state";

    public override int Inputs => Width;

    public override int Outputs => Width;

    public override long Parameters => 0;

    public override long MultiplyAccumulates => 0;

    public override void Apply(ReadOnlySpan<float> x, Span<float> y) => x.CopyTo(y);

    internal override ArtifactLayer ToArtifact() => new ArtifactCellState(Header);
}
