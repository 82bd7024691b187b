using EdgeLstm.Quantize.Onnx;
using EdgeLstm.Quantize.Training.Layers;

namespace EdgeLstm.Quantize.Training.Export;

/// <summary>ONNX's LSTM, which has peepholes, coupled gates and other functions; the rest of the variants are a node of our own.</summary>
sealed class LstmExport(LstmSpec spec) : CellExport
{
    public override bool IsStandard =>
        AreSmooth(spec.Gates) && spec is { InputGate: true, ForgetGate: true, OutputGate: true, FullGateRecurrence: false };

    /// <summary>The row groups that the variant has, in the order i, f, g, o.</summary>
    string[] Gates =>
    [
        .. spec.InputGate ? ["i"] : Array.Empty<string>(), .. spec.OwnForgetGate ? ["f"] : Array.Empty<string>(), "g",
        .. spec.OutputGate ? ["o"] : Array.Empty<string>(),
    ];

    /// <summary>Gates i, f, g, o become i, o, f, c; peepholes i, f, o become i, o, f.</summary>
    public override StandardNode Standard(int units, LayerWeights weights)
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

    public override EdgeLstmDomainLayers.Node Own(int inputs, int units, LayerWeights weights)
    {
        float sharp = LayerWeights.Sharpness(spec.Gates);
        string[] gates = Gates;
        int rows = gates.Length * units;
        var given = EdgeLstmDomainLayers.Matrices(weights, sharp, rows, inputs, spec.FullGateRecurrence ? 4 * units : units);
        if (spec.Peepholes)
        {
            var p = new float[3 * units];
            foreach (var (gate, block, factor) in new[] { ("i", 0, sharp), ("f", 1, sharp), ("o", 2, 1f) })
                if (gates.Contains(gate))
                    weights.Take(ParameterKind.Peephole).Select(value => value * factor).ToArray().CopyTo(p, block * units);
            given.Add(new("P", p, [3 * units]));
        }

        string[] functions = [.. gates.Select(Function), spec.LinearOutput ? "Identity" : "Tanh"];
        List<AttributeProto> attributes =
            [NodeList.Int("hidden_size", units), NodeList.Texts("gates", gates), NodeList.Texts("activations", functions)];
        if (spec.Coupled)
            attributes.Add(NodeList.Int("coupled", 1));
        if (spec.FullGateRecurrence)
            attributes.Add(NodeList.Int("full_gate_recurrence", 1));
        return new("LSTM", given, [.. attributes]);

        string Function(string gate) => gate switch
        {
            "i" or "f" => EdgeLstmDomainLayers.GateFunction(spec.Gates),
            "g" => spec.LinearCandidate ? "Identity" : "Tanh",
            _ => "Sigmoid",
        };
    }

    public override string[] Step(StepBody body)
    {
        var nodes = body.Nodes;
        string[] states = spec.FullGateRecurrence ? ["h", "c", "i_before", "f_before", "o_before"] : ["h", "c"];
        string read = spec.FullGateRecurrence
            ? nodes.Add("Concat", "r", ["h", "i_before", "f_before", "o_before"], NodeList.Int("axis", 1))
            : "h";
        string[] gates = Gates;
        var sums = gates.Zip(body.Split(body.Sums(read), gates)).ToDictionary(pair => pair.First, pair => pair.Second);
        if (spec.Peepholes)
            nodes.Add("", "Split", ["p_i", "p_f", "p_o"], ["P"], NodeList.Int("axis", 0));

        string? i = spec.InputGate ? body.Gate(spec.Gates, "i", Peeped("i", "c")) : null;
        string? f = spec.OwnForgetGate ? body.Gate(spec.Gates, "f", Peeped("f", "c")) : spec.Coupled ? body.OneMinus(i!, "f") : null;
        string g = spec.LinearCandidate ? sums["g"] : nodes.Add("Tanh", "g", [sums["g"]]);
        string kept = f is null ? "c" : nodes.Add("Mul", "kept", [f, "c"]);
        nodes.Add("Add", "c_next", [kept, i is null ? g : nodes.Add("Mul", "written", [i, g])]);
        string squashed = spec.LinearOutput ? "c_next" : nodes.Add("Tanh", "squashed", ["c_next"]);
        string? o = spec.OutputGate ? nodes.Add("Sigmoid", "o", [Peeped("o", "c_next")]) : null;
        if (o is null)
            nodes.Add("Identity", "h_next", [squashed]);
        else
            nodes.Add("Mul", "h_next", [o, squashed]);
        nodes.Add("Identity", "y", ["h_next"]);
        if (spec.FullGateRecurrence)
            foreach (var (gate, value) in new[] { ("i", i!), ("f", f!), ("o", o!) })
                nodes.Add("Identity", $"{gate}_before_next", [value]);
        return states;

        string Peeped(string gate, string c) => spec.Peepholes
            ? nodes.Add("Add", $"peeped_{gate}", [sums[gate], nodes.Add("Mul", $"seen_{gate}", [$"p_{gate}", c])])
            : sums[gate];
    }
}
