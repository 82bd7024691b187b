using EdgeLstm.Quantize.Onnx;
using EdgeLstm.Quantize.Training.Layers;

namespace EdgeLstm.Quantize.Training.Export;

/// <summary>ONNX's GRU; gates of few levels are a node of our own.</summary>
sealed class GruExport(GruSpec spec) : CellExport
{
    public override bool IsStandard => AreSmooth(spec.Gates);

    /// <summary>Gates z, r, n are ONNX's z, r, h.</summary>
    public override StandardNode Standard(int units, LayerWeights weights)
    {
        float sharp = LayerWeights.Sharpness(spec.Gates);
        float[] w = weights.Take(ParameterKind.InputWeights, sharp), r = weights.Take(ParameterKind.RecurrentWeights, sharp);
        float[] b = weights.Take(ParameterKind.Bias, sharp);
        float[] candidate = spec.ResetAfter ? weights.Take(ParameterKind.RecurrentBias) : new float[units];
        return new("GRU", w, r, [.. b, .. new float[2 * units], .. candidate], null, ResetAfter);
    }

    public override EdgeLstmDomainLayers.Node Own(int inputs, int units, LayerWeights weights)
    {
        var given = EdgeLstmDomainLayers.Matrices(weights, LayerWeights.Sharpness(spec.Gates), 3 * units, inputs, units);
        if (spec.ResetAfter)
            given.Add(new("RB", weights.Take(ParameterKind.RecurrentBias), [units]));
        string[] functions = [EdgeLstmDomainLayers.GateFunction(spec.Gates), "Sigmoid", "Tanh"];
        return new("GRU", given, [NodeList.Int("hidden_size", units), NodeList.Texts("activations", functions), .. ResetAfter]);
    }

    public override string[] Step(StepBody body)
    {
        var nodes = body.Nodes;
        string[] gates = ["z", "r", "n"];
        string[] given = body.Split(nodes.Add("Gemm", "from_x", ["x", "W", "B"], NodeList.Int("transB", 1)), gates, "x_");
        nodes.Add("", "Split", ["R_z", "R_r", "R_n"], ["R"], NodeList.Int("axis", 0));
        string z = body.Gate(spec.Gates, "z", Recurrent("z", given[0])), r = nodes.Add("Sigmoid", "r", [Recurrent("r", given[1])]);
        string inner = spec.ResetAfter
            ? nodes.Add("Mul", "reset", [r, nodes.Add("Gemm", "candidate_h", ["h", "R_n", "RB"], NodeList.Int("transB", 1))])
            : nodes.Add("Gemm", "candidate_h", [nodes.Add("Mul", "reset", [r, "h"]), "R_n"], NodeList.Int("transB", 1));
        string n = nodes.Add("Tanh", "n", [nodes.Add("Add", "sum_n", [given[2], inner])]);
        nodes.Add("Add", "h_next", [nodes.Add("Mul", "written", [body.OneMinus(z, "write"), n]), nodes.Add("Mul", "kept", [z, "h"])]);
        nodes.Add("Identity", "y", ["h_next"]);
        return ["h"];

        string Recurrent(string gate, string fromX) => nodes.Add("Add", $"sum_{gate}",
            [fromX, nodes.Add("Gemm", $"from_h_{gate}", ["h", $"R_{gate}"], NodeList.Int("transB", 1))]);
    }

    AttributeProto[] ResetAfter => spec.ResetAfter ? [NodeList.Int("linear_before_reset", 1)] : [];
}
