using System.Numerics.Tensors;

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

    public override IEnumerable<ScalarFunction> GateFunctions => [Hidden];

    public override CellKind RuntimeKind => CellKind.Jordan;

    public override IEnumerable<string> UnusualFunctions =>
        [.. Unusual("hidden", Hidden, ScalarFunction.Tanh), .. Unusual("output", Output, ScalarFunction.Identity)];

    public override int Outputs(int units) => OutputBias.Length;

    public override int Recurrent(int units) => OutputBias.Length;

    public override long Parameters => V.Length + OutputBias.Length;

    public override long MultiplyAccumulates => V.Length;

    /// <summary>The hidden s: nothing of it is carried on.</summary>
    public override int Inner(int units) => units;

    public override void Step(CellStep step, ReadOnlySpan<float> x)
    {
        int h = step.Units;
        float[] s = step.Inner;
        for (int k = 0; k < h; k++)
            s[k] = step.Gate(k, x, Hidden);
        for (int k = 0; k < OutputBias.Length; k++)
            step.Output[k] = Output.Apply(TensorPrimitives.Dot<float>(V.AsSpan(k * h, h), s) + OutputBias[k]);
    }

    /// <summary>Sums are clipped before the hidden function alone.</summary>
    internal override byte[] FloatConstants(RecurrentLayer layer) =>
        Layer.Bytes(Constants(Hidden), Constants(Output, clips: false), layer.Bias, layer.W, layer.U, OutputBias, V);
}
