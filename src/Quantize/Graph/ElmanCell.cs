namespace EdgeLstm.Quantize.Graph;

/// <summary>h' = a(W x + U h + b). Elman, "Finding structure in time", 1990.</summary>
sealed record ElmanCell(ScalarFunction Activation) : Cell
{
    static readonly string[] OneGate = ["hidden"];

    public override IReadOnlyList<string> Gates => OneGate;

    public override string Source => "Elman 1990";

    public override string Kind => "RNN";

    public override IEnumerable<string> UnusualFunctions => Unusual("", Activation, ScalarFunction.Tanh);
}
