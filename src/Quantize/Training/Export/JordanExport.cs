using EdgeLstm.Quantize.Training.Layers;

namespace EdgeLstm.Quantize.Training.Export;

/// <summary>A node of our own: what recurs in ONNX's RNN is the hidden layer.</summary>
sealed class JordanExport : CellExport
{
    public override bool IsStandard => false;

    public override StandardNode Standard(int units, LayerWeights weights) =>
        throw new InvalidOperationException("ONNX has no operator for it.");

    public override EdgeLstmDomainLayers.Node Own(int inputs, int units, LayerWeights weights)
    {
        var given = EdgeLstmDomainLayers.Matrices(weights, 1, units, inputs, units);
        given.Add(new("V", weights.Take(ParameterKind.OutputWeights), [units, units]));
        given.Add(new("C", weights.Take(ParameterKind.OutputBias), [units]));
        return new("Jordan", given, [NodeList.Int("hidden_size", units), NodeList.Texts("activations", "Tanh", "Tanh")]);
    }

    public override string[] Step(StepBody body)
    {
        string hidden = body.Nodes.Add("Tanh", "hidden", [body.Sums("h")]);
        body.Nodes.Add("Tanh", "h_next", [body.Nodes.Add("Gemm", "sum_y", [hidden, "V", "C"], NodeList.Int("transB", 1))]);
        body.Nodes.Add("Identity", "y", ["h_next"]);
        return ["h"];
    }
}
