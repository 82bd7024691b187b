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

    public override IEnumerable<ScalarFunction> GateFunctions => [UpdateGate, ResetGate, Candidate];

    public override CellKind RuntimeKind => ResetAfter ? CellKind.GruResetAfter : CellKind.GruResetBefore;

    public override IEnumerable<string> UnusualFunctions =>
        [.. Unusual("update gate", UpdateGate, ScalarFunction.Sigmoid), .. Unusual("reset gate", ResetGate, ScalarFunction.Sigmoid),
            .. Unusual("candidate", Candidate, ScalarFunction.Tanh)];

    public override long Parameters => RecurrentBias.Length;

    public override void Step(CellStep step, ReadOnlySpan<float> x)
    {
        int units = step.Units;
        float[] h = step.Recurrent, kept = step.Scratch;
        Span<float> z = step.Gates.AsSpan(0, units), r = step.Gates.AsSpan(units, units), n = step.Gates.AsSpan(2 * units, units);
        for (int k = 0; k < units; k++)
        {
            step.Gate(k, x, UpdateGate);
            step.Gate(units + k, x, ResetGate);
            kept[k] = r[k] * h[k];
        }

        for (int k = 0; k < units; k++)
        {
            int row = 2 * units + k;
            float recurrent = ResetAfter ? r[k] * (step.Product(row, h) + RecurrentBias[k]) : step.Product(row, kept);
            step.Gate(row, step.Input(row, x) + recurrent, Candidate);
            step.Output[k] = (1 - z[k]) * n[k] + z[k] * h[k];
        }
    }

    internal override byte[] FloatConstants(RecurrentLayer layer)
    {
        float[][] functions = [Constants(UpdateGate), Constants(ResetGate), Constants(Candidate)];
        if (ResetAfter)
            return Layer.Bytes([.. functions, layer.Bias, RecurrentBias, layer.W, layer.U]);
        // The candidate is a product of its own.
        int rows = 2 * layer.HiddenSize, w = rows * layer.Inputs, u = rows * layer.HiddenSize;
        return Layer.Bytes([.. functions, layer.Bias[..rows], layer.W[..w], layer.U[..u], layer.Bias[rows..], layer.W[w..], layer.U[u..]]);
    }
}
