using System.Numerics.Tensors;
using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;

namespace EdgeLstm.Quantize.Graph;

/// <summary>Layer normalisation over the features of each step: y = γ∘(x − mean) / √(variance + ε) + β. Ba et al. 2016.</summary>
sealed record NormLayer : PointLayer
{
    /// <summary>[O].</summary>
    public required float[] Gamma { get; init; }

    /// <summary>[O].</summary>
    public required float[] Beta { get; init; }

    public required float Epsilon { get; init; }

    public override string Title => "layer normalisation";

    public override int Inputs => Gamma.Length;

    public override int Outputs => Gamma.Length;

    public override long Parameters => 2 * Gamma.Length;

    public override long MultiplyAccumulates => 3 * Gamma.Length;

    public override void Apply(ReadOnlySpan<float> x, Span<float> y)
    {
        float mean = TensorPrimitives.Sum(x) / x.Length;
        TensorPrimitives.Subtract(x, mean, y);
        float variance = TensorPrimitives.SumOfSquares<float>(y) / x.Length;
        float scale = 1 / MathF.Sqrt(variance + Epsilon);
        for (int k = 0; k < x.Length; k++)
            y[k] = Gamma[k] * (y[k] * scale) + Beta[k];
    }

    internal override ArtifactLayer ToArtifact() => new ArtifactNorm(Header, Epsilon) { Data = Bytes(Gamma, Beta) };
}
