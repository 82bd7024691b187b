namespace EdgeLstm.Quantize.Graph;

/// <summary>h' = a(W x + U h + b). Elman, "Finding structure in time", 1990.</summary>
sealed record ElmanCell(ScalarFunction Activation) : Cell
{
    static readonly string[] OneGate = ["hidden"];

    public override IReadOnlyList<string> Gates => OneGate;

    public override IEnumerable<ScalarFunction> GateFunctions => [Activation];

    public override CellKind RuntimeKind => CellKind.Elman;

    public override IEnumerable<string> UnusualFunctions => Unusual("", Activation, ScalarFunction.Tanh);

    public override void Step(CellStep step, ReadOnlySpan<float> x)
    {
        for (int k = 0; k < step.Units; k++)
            step.Output[k] = step.Gate(k, x, Activation);
    }

    internal override byte[] FloatConstants(RecurrentLayer layer) => Layer.Bytes(Constants(Activation), layer.Bias, layer.W, layer.U);
}
