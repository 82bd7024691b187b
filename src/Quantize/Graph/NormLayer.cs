namespace EdgeLstm.Quantize.Graph;

/// <summary>Layer normalisation over the features of each step: y = γ∘(x − mean) / √(variance + ε) + β. Ba et al. 2016.</summary>
sealed record NormLayer : Layer
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
}
