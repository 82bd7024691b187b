using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;

namespace EdgeLstm.Quantize.Graph;

/// <summary>y = a(W x + b), at every step for itself.</summary>
sealed record DenseLayer : Layer
{
    /// <summary>[O, I] row-major.</summary>
    public required float[] W { get; init; }

    /// <summary>[O].</summary>
    public required float[] Bias { get; init; }

    public required Activation Activation { get; init; }

    public override string Title => Activation.Behind("dense");

    public override int Inputs => W.Length / Outputs;

    public override int Outputs => Bias.Length;

    public override long Parameters => W.Length + Bias.Length;

    public override long MultiplyAccumulates => W.Length;

    /// <summary>Without its constants.</summary>
    internal override ArtifactLayer ToArtifact() => new ArtifactDense(Header, Activation.ToArtifact());
}
