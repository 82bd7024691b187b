using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Training.Export;

/// <summary>What answers one target: a dense layer, then the probability, or the target's own unit.</summary>
/// <param name="weight">Adds an initializer, and gives its name.</param>
/// <param name="suffix">What tells the head's names from those of others.</param>
sealed class HeadNodes(NodeList nodes, HeadNodes.AddWeight weight, string suffix)
{
    public delegate string AddWeight(string name, float[] values, params ReadOnlySpan<int> shape);

    /// <summary>The name of the result, [batch, outputs].</summary>
    public string Add(OutputHead head, IReadOnlyList<Channel> outputs, string x, float[] v, float[] c)
    {
        bool isClass = head.Task == TaskKind.Classification;
        string result = $"prediction{suffix}";
        string dense = nodes.Add("Gemm", isClass ? $"logits{suffix}" : $"standardised{suffix}",
            [x, weight($"output{suffix}.V", v, head.Count, v.Length / head.Count), weight($"output{suffix}.c", c, head.Count)], NodeList.Int("transB", 1));
        if (isClass)
            return head.Count == 1 ? nodes.Add("Sigmoid", result, [dense]) : nodes.Add("Softmax", result, [dense], NodeList.Int("axis", -1));
        string spread = nodes.Add("Mul", $"spread{suffix}", [dense, weight($"output{suffix}.scale", [.. outputs.Select(output => output.Scale)], head.Count)]);
        return nodes.Add("Add", result, [spread, weight($"output{suffix}.mean", [.. outputs.Select(output => output.Mean)], head.Count)]);
    }
}
