namespace EdgeLstm.Quantize.Graph;

/// <summary>
/// The output is what feeds back: s = a(W x + U y + b), y' = g(V s + c); the layer's output is y. Jordan, "Serial order", 1986.
/// U is [H, O]; <see cref="RecurrentLayer.InitialH"/> is y [O].
/// </summary>
sealed record JordanCell(ScalarFunction Hidden, ScalarFunction Output) : Cell
{
    static readonly string[] OneGate = ["hidden"];

    /// <summary>[O, H] row-major.</summary>
    public required float[] V { get; init; }

    /// <summary>c [O].</summary>
    public required float[] OutputBias { get; init; }

    public override IReadOnlyList<string> Gates => OneGate;

    public override string Source => "Jordan 1986";

    public override string Kind => "RNN, output feedback";

    public override IEnumerable<string> UnusualFunctions =>
        [.. Unusual("hidden", Hidden, ScalarFunction.Tanh), .. Unusual("output", Output, ScalarFunction.Identity)];

    public override int Outputs(int units) => OutputBias.Length;

    public override int Recurrent(int units) => OutputBias.Length;

    public override long Parameters => V.Length + OutputBias.Length;

    public override long MultiplyAccumulates => V.Length;
}
