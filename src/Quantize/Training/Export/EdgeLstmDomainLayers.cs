using EdgeLstm.Quantize.Onnx;
using EdgeLstm.Quantize.Training.Layers;

namespace EdgeLstm.Quantize.Training.Export;

/// <summary>
/// Recurrent layers as nodes of domain edgelstm: what ONNX's own operators cannot say. X [time, batch, inputs] in; Y [time, batch, outputs]
/// and Y_h [batch, outputs] out. Each carries its equations as a function body, which other runtimes run.
/// </summary>
static class EdgeLstmDomainLayers
{
    public const string Domain = "edgelstm";

    /// <summary>The attribute that says from which end a node takes X, as Scan's own do: [0] the first sample, [1] the last.</summary>
    public const string Directions = "directions";

    /// <summary>A weight behind X: its name in the function, its values and its shape.</summary>
    public readonly record struct Input(string Name, float[] Values, int[] Shape);

    public readonly record struct Node(string Op, IReadOnlyList<Input> Inputs, AttributeProto[] Attributes);

    public static Node Read(RecurrentSpec layer, int inputs, LayerWeights weights) => layer.Cell switch
    {
        LstmSpec lstm => Lstm(lstm, inputs, layer.HiddenSize, weights),
        GruSpec gru => Gru(gru, inputs, layer.HiddenSize, weights),
        _ => Jordan(inputs, layer.HiddenSize, weights),
    };

    /// <summary>What the gates that choose compute in the end; that of three levels has its edge at 1 unless told otherwise.</summary>
    public static string GateFunction(GateSpec gates) => gates.Kind switch
    {
        GateKind.Hard => "Step",
        GateKind.Three => "ThreeLevel",
        _ => "Sigmoid",
    };

    /// <summary>The row groups that the variant has, in the order i, f, g, o.</summary>
    public static string[] Gates(LstmSpec spec) =>
        [.. spec.InputGate ? ["i"] : Array.Empty<string>(), .. spec.OwnForgetGate ? ["f"] : Array.Empty<string>(), "g", .. spec.OutputGate ? ["o"] : Array.Empty<string>()];

    static Node Lstm(LstmSpec spec, int inputs, int units, LayerWeights weights)
    {
        float sharp = LayerWeights.Sharpness(spec.Gates);
        string[] gates = Gates(spec);
        int rows = gates.Length * units;
        var given = Matrices(weights, sharp, rows, inputs, spec.FullGateRecurrence ? 4 * units : units);
        if (spec.Peepholes)
        {
            var p = new float[3 * units];
            foreach (var (gate, block, factor) in new[] { ("i", 0, sharp), ("f", 1, sharp), ("o", 2, 1f) })
                if (gates.Contains(gate))
                    weights.Take(ParameterKind.Peephole).Select(value => value * factor).ToArray().CopyTo(p, block * units);
            given.Add(new("P", p, [3 * units]));
        }

        string[] functions =
        [
            .. gates.Select(gate => gate switch { "i" or "f" => GateFunction(spec.Gates), "g" => spec.LinearCandidate ? "Identity" : "Tanh", _ => "Sigmoid" }),
            spec.LinearOutput ? "Identity" : "Tanh",
        ];
        List<AttributeProto> attributes = [NodeList.Int("hidden_size", units), NodeList.Texts("gates", gates), NodeList.Texts("activations", functions)];
        if (spec.Coupled)
            attributes.Add(NodeList.Int("coupled", 1));
        if (spec.FullGateRecurrence)
            attributes.Add(NodeList.Int("full_gate_recurrence", 1));
        return new("LSTM", given, [.. attributes]);
    }

    static Node Gru(GruSpec spec, int inputs, int units, LayerWeights weights)
    {
        var given = Matrices(weights, LayerWeights.Sharpness(spec.Gates), 3 * units, inputs, units);
        if (spec.ResetAfter)
            given.Add(new("RB", weights.Take(ParameterKind.RecurrentBias), [units]));
        string[] functions = [GateFunction(spec.Gates), "Sigmoid", "Tanh"];
        return new("GRU", given, [NodeList.Int("hidden_size", units), NodeList.Texts("activations", functions), .. spec.ResetAfter ? [NodeList.Int("linear_before_reset", 1)] : Array.Empty<AttributeProto>()]);
    }

    static Node Jordan(int inputs, int units, LayerWeights weights)
    {
        var given = Matrices(weights, 1, units, inputs, units);
        given.Add(new("V", weights.Take(ParameterKind.OutputWeights), [units, units]));
        given.Add(new("C", weights.Take(ParameterKind.OutputBias), [units]));
        return new("Jordan", given, [NodeList.Int("hidden_size", units), NodeList.Texts("activations", "Tanh", "Tanh")]);
    }

    static List<Input> Matrices(LayerWeights weights, float sharp, int rows, int inputs, int state) =>
    [
        new("W", weights.Take(ParameterKind.InputWeights, sharp), [rows, inputs]),
        new("R", weights.Take(ParameterKind.RecurrentWeights, sharp), [rows, state]),
        new("B", weights.Take(ParameterKind.Bias, sharp), [rows]),
    ];
}
