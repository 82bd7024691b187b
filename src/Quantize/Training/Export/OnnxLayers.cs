using EdgeLstm.Quantize.Onnx;
using EdgeLstm.Quantize.Training.Layers;

namespace EdgeLstm.Quantize.Training.Export;

/// <summary>Recurrent layers as ONNX's own LSTM, GRU and RNN.</summary>
static class OnnxLayers
{
    /// <summary>ONNX's inputs behind X of one direction, and the attributes.</summary>
    public readonly record struct Node(string Op, float[] W, float[] R, float[] B, float[]? P, AttributeProto[] Attributes);

    /// <summary>Whether the standard operators have these equations.</summary>
    public static bool CanSay(CellSpec cell) => cell.Gates.Kind is not (GateKind.Hard or GateKind.Three) && cell switch
    {
        LstmSpec lstm => lstm is { InputGate: true, ForgetGate: true, OutputGate: true, FullGateRecurrence: false },
        JordanSpec => false,
        _ => true,
    };

    public static Node Read(RecurrentSpec layer, LayerWeights weights) => layer.Cell switch
    {
        LstmSpec lstm => Lstm(lstm, layer.HiddenSize, weights),
        GruSpec gru => Gru(gru, layer.HiddenSize, weights),
        _ => new("RNN", weights.Take(ParameterKind.InputWeights), weights.Take(ParameterKind.RecurrentWeights),
            [.. weights.Take(ParameterKind.Bias), .. new float[layer.HiddenSize]], null, []),
    };

    /// <summary>Gates i, f, g, o become i, o, f, c; peepholes i, f, o become i, o, f.</summary>
    static Node Lstm(LstmSpec spec, int units, LayerWeights weights)
    {
        float sharp = LayerWeights.Sharpness(spec.Gates);
        int gates = spec.Coupled ? 3 : 4;
        int[] order = spec.Coupled ? [0, 2, -1, 1] : [0, 3, 1, 2];
        float[] w = Ordered(ParameterKind.InputWeights), r = Ordered(ParameterKind.RecurrentWeights), b = Ordered(ParameterKind.Bias);
        float[]? p = null;
        if (spec.Peepholes)
        {
            float[] pi = Peephole(sharp), pf = spec.Coupled ? new float[units] : Peephole(sharp);
            p = [.. pi, .. Peephole(1), .. pf];
        }

        var attributes = new List<AttributeProto>();
        if (spec.Coupled)
            attributes.Add(NodeList.Int("input_forget", 1));
        if (spec.LinearCandidate || spec.LinearOutput)
        {
            string[] functions = ["Sigmoid", spec.LinearCandidate ? "Affine" : "Tanh", spec.LinearOutput ? "Affine" : "Tanh"];
            int linear = functions.Count(function => function == "Affine");
            attributes.Add(NodeList.Texts("activations", functions));
            attributes.Add(NodeList.Floats("activation_alpha", [.. Enumerable.Repeat(1f, linear)]));
            attributes.Add(NodeList.Floats("activation_beta", new float[linear]));
        }

        return new("LSTM", w, r, [.. b, .. new float[4 * units]], p, [.. attributes]);

        float[] Ordered(ParameterKind kind) => LayerWeights.Reorder(weights.Take(kind, sharp), gates, order);

        float[] Peephole(float sharpness) => [.. weights.Take(ParameterKind.Peephole).Select(value => value * sharpness)];
    }

    /// <summary>Gates z, r, n are ONNX's z, r, h.</summary>
    static Node Gru(GruSpec spec, int units, LayerWeights weights)
    {
        float sharp = LayerWeights.Sharpness(spec.Gates);
        float[] w = weights.Take(ParameterKind.InputWeights, sharp), r = weights.Take(ParameterKind.RecurrentWeights, sharp), b = weights.Take(ParameterKind.Bias, sharp);
        float[] candidate = spec.ResetAfter ? weights.Take(ParameterKind.RecurrentBias) : new float[units];
        return new("GRU", w, r, [.. b, .. new float[2 * units], .. candidate], null, spec.ResetAfter ? [NodeList.Int("linear_before_reset", 1)] : []);
    }
}
