using System.Numerics.Tensors;
using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;

namespace EdgeLstm.Quantize.Graph;

/// <summary>The sum of its sources, element by element: a residual connection.</summary>
sealed record AddLayer : PointLayer
{
    public required int Width { get; init; }

    public override string Title => "sum";

    public override int Inputs => Width * Sources.Count;

    public override int Outputs => Width;

    public override long Parameters => 0;

    public override long MultiplyAccumulates => 0;

    public override void Apply(ReadOnlySpan<float> x, Span<float> y)
    {
        x[..Width].CopyTo(y);
        for (int at = Width; at < x.Length; at += Width)
            TensorPrimitives.Add(y, x.Slice(at, Width), y);
    }

    internal override ArtifactLayer ToArtifact() => new ArtifactAdd(Header with { Inputs = Outputs });
}
