using EdgeLstm.Quantize.Import.Onnx.Values;

namespace EdgeLstm.Quantize.Training.Export;

/// <summary>
/// One step of a cell in ONNX's own operators: reads the sample x and states, makes y and each state's name with <c>_next</c> behind it.
/// </summary>
sealed class StepBody(NodeList nodes)
{
    public NodeList Nodes => nodes;

    /// <summary>W x + R r + B.</summary>
    public string Sums(string read) => nodes.Add("Add", "sums",
        [nodes.Add("Gemm", "from_x", ["x", "W", "B"], NodeList.Int("transB", 1)), nodes.Add("Gemm", "from_r", [read, "R"], NodeList.Int("transB", 1))]);

    /// <summary>A value of several gates, taken apart.</summary>
    public string[] Split(string value, string[] gates, string prefix = "sum_") => gates.Length == 1
        ? [value]
        : nodes.Add("", "Split", [.. gates.Select(gate => prefix + gate)], [value], NodeList.Int("axis", 1));

    /// <summary>A gate that chooses, of its sum.</summary>
    public string Gate(GateSpec gates, string name, string sum) => EdgeLstmDomainLayers.GateFunction(gates) switch
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

    public string OneMinus(string value, string name) => nodes.Add("Sub", name, [Constant(1, $"one_{name}"), value]);

    string Constant(float value, string name) => nodes.Add("Constant", name, [], NodeList.Float("value_float", value));
}
