using EdgeLstm.Quantize.Import.Onnx.Values;

namespace EdgeLstm.Quantize.Training.Export;

/// <summary>
/// One step of a cell in ONNX's own operators: reads the sample x and states, makes y and each state's name with <c>_next</c> behind it.
/// </summary>
sealed class StepBody(NodeList nodes)
{
    /// <summary>The states' names; the first is the output.</summary>
    public string[] Write(CellSpec cell) => cell switch
    {
        LstmSpec lstm => Lstm(lstm),
        GruSpec gru => Gru(gru),
        _ => Jordan(),
    };

    string[] Lstm(LstmSpec spec)
    {
        string[] states = spec.FullGateRecurrence ? ["h", "c", "i_before", "f_before", "o_before"] : ["h", "c"];
        string read = spec.FullGateRecurrence ? nodes.Add("Concat", "r", ["h", "i_before", "f_before", "o_before"], NodeList.Int("axis", 1)) : "h";
        string[] gates = EdgeLstmDomainLayers.Gates(spec);
        var sums = gates.Zip(Split(Sums(read), gates)).ToDictionary(pair => pair.First, pair => pair.Second);
        if (spec.Peepholes)
            nodes.Add("", "Split", ["p_i", "p_f", "p_o"], ["P"], NodeList.Int("axis", 0));

        string? i = spec.InputGate ? Gate(spec.Gates, "i", Peeped("i", "c")) : null;
        string? f = spec.OwnForgetGate ? Gate(spec.Gates, "f", Peeped("f", "c")) : spec.Coupled ? OneMinus(i!, "f") : null;
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

        string Peeped(string gate, string c) => spec.Peepholes ? nodes.Add("Add", $"peeped_{gate}", [sums[gate], nodes.Add("Mul", $"seen_{gate}", [$"p_{gate}", c])]) : sums[gate];
    }

    string[] Gru(GruSpec spec)
    {
        string[] gates = ["z", "r", "n"];
        string[] given = Split(nodes.Add("Gemm", "from_x", ["x", "W", "B"], NodeList.Int("transB", 1)), gates, "x_");
        nodes.Add("", "Split", ["R_z", "R_r", "R_n"], ["R"], NodeList.Int("axis", 0));
        string z = Gate(spec.Gates, "z", Recurrent("z", given[0])), r = nodes.Add("Sigmoid", "r", [Recurrent("r", given[1])]);
        string inner = spec.ResetAfter
            ? nodes.Add("Mul", "reset", [r, nodes.Add("Gemm", "candidate_h", ["h", "R_n", "RB"], NodeList.Int("transB", 1))])
            : nodes.Add("Gemm", "candidate_h", [nodes.Add("Mul", "reset", [r, "h"]), "R_n"], NodeList.Int("transB", 1));
        string n = nodes.Add("Tanh", "n", [nodes.Add("Add", "sum_n", [given[2], inner])]);
        nodes.Add("Add", "h_next", [nodes.Add("Mul", "written", [OneMinus(z, "write"), n]), nodes.Add("Mul", "kept", [z, "h"])]);
        nodes.Add("Identity", "y", ["h_next"]);
        return ["h"];

        string Recurrent(string gate, string fromX) => nodes.Add("Add", $"sum_{gate}", [fromX, nodes.Add("Gemm", $"from_h_{gate}", ["h", $"R_{gate}"], NodeList.Int("transB", 1))]);
    }

    string[] Jordan()
    {
        string hidden = nodes.Add("Tanh", "hidden", [Sums("h")]);
        nodes.Add("Tanh", "h_next", [nodes.Add("Gemm", "sum_y", [hidden, "V", "C"], NodeList.Int("transB", 1))]);
        nodes.Add("Identity", "y", ["h_next"]);
        return ["h"];
    }

    /// <summary>W x + R r + B.</summary>
    string Sums(string read) => nodes.Add("Add", "sums",
        [nodes.Add("Gemm", "from_x", ["x", "W", "B"], NodeList.Int("transB", 1)), nodes.Add("Gemm", "from_r", [read, "R"], NodeList.Int("transB", 1))]);

    string[] Split(string value, string[] gates, string prefix = "sum_") =>
        gates.Length == 1 ? [value] : nodes.Add("", "Split", [.. gates.Select(gate => prefix + gate)], [value], NodeList.Int("axis", 1));

    string Gate(GateSpec gates, string name, string sum) => EdgeLstmDomainLayers.GateFunction(gates) switch
    {
        "Step" => AtLeast(sum, 0, name),
        "ThreeLevel" => nodes.Add("Mul", name,
            [nodes.Add("Add", $"levels_{name}", [AtLeast(sum, -(float)ThreeLevel.Edge, $"low_{name}"), AtLeast(sum, (float)ThreeLevel.Edge, $"high_{name}")]), Constant(0.5f, $"half_{name}")]),
        _ => nodes.Add("Sigmoid", name, [sum]),
    };

    /// <summary>
    /// 1 where the value is not below the edge. GreaterOrEqual would say so itself, but is a function, and ONNX Runtime infers no shape
    /// through one inside another.
    /// </summary>
    string AtLeast(string value, float edge, string name) =>
        nodes.Add("Cast", name, [nodes.Add("Not", $"is_{name}", [nodes.Add("Less", $"below_{name}", [value, Constant(edge, $"edge_{name}")])])], NodeList.Int("to", (int)ElementType.Float32));

    string OneMinus(string value, string name) => nodes.Add("Sub", name, [Constant(1, $"one_{name}"), value]);

    string Constant(float value, string name) => nodes.Add("Constant", name, [], NodeList.Float("value_float", value));
}
