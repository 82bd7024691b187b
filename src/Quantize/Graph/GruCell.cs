namespace EdgeLstm.Quantize.Graph;

/// <summary>
/// z = σ(Wz x + Uz h + bz), r = σ(Wr x + Ur h + br), h' = (1 − z)∘n + z∘h. Reset before the product, as Cho et al. 2014:
/// n = tanh(Wn x + Un (r∘h) + bn). Reset after it, as cuDNN, PyTorch and Keras 2: n = tanh(Wn x + bn + r∘(Un h + rbn)).
/// </summary>
sealed record GruCell : Cell
{
    static readonly string[] ThreeGates = ["update gate", "reset gate", "candidate"];

    /// <summary>ONNX's linear_before_reset.</summary>
    public required bool ResetAfter { get; init; }

    /// <summary>
    /// rbn [H], the candidate's recurrent bias, where <see cref="ResetAfter"/>; else empty, and all of it is in the layer's bias.
    /// </summary>
    public float[] RecurrentBias { get; init; } = [];

    public ScalarFunction UpdateGate { get; init; } = ScalarFunction.Sigmoid;

    public ScalarFunction ResetGate { get; init; } = ScalarFunction.Sigmoid;

    public ScalarFunction Candidate { get; init; } = ScalarFunction.Tanh;

    /// <summary>z, r, n.</summary>
    public override IReadOnlyList<string> Gates => ThreeGates;

    public override string Source => "Cho 2014";

    public override string Kind => ResetAfter ? "GRU, reset after the product" : "GRU";

    public override IEnumerable<string> UnusualFunctions =>
        [.. Unusual("update gate", UpdateGate, ScalarFunction.Sigmoid), .. Unusual("reset gate", ResetGate, ScalarFunction.Sigmoid),
            .. Unusual("candidate", Candidate, ScalarFunction.Tanh)];

    public override long Parameters => RecurrentBias.Length;
}
