using System.Numerics.Tensors;
using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;

namespace EdgeLstm.Quantize.Graph;

/// <summary>The product of its sources, element by element, as gates have it; or the greatest or least of them.</summary>
sealed record CombineLayer : PointLayer
{
    public required CombineKind By { get; init; }

    public required int Width { get; init; }

    public override string Title => ArtifactCombine.TitleOf(By);

    public override int Inputs => Width * Sources.Count;

    public override int Outputs => Width;

    public override long Parameters => 0;

    public override long MultiplyAccumulates => By == CombineKind.Product ? Width * (Sources.Count - 1L) : 0;

    public override void Apply(ReadOnlySpan<float> x, Span<float> y)
    {
        x[..Width].CopyTo(y);
        for (int at = Width; at < x.Length; at += Width)
        {
            var next = x.Slice(at, Width);
            if (By == CombineKind.Product)
                TensorPrimitives.Multiply(y, next, y);
            else if (By == CombineKind.Max)
                TensorPrimitives.Max(y, next, y);
            else
                TensorPrimitives.Min(y, next, y);
        }
    }

    internal override ArtifactLayer ToArtifact() => new ArtifactCombine(Header with { Inputs = Outputs }, By);
}
