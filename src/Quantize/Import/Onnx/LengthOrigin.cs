using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Onnx;

namespace EdgeLstm.Quantize.Import.Onnx;

/// <summary>
/// Where a recurrent node's sequence_lens come from. What is computed from the samples, as Keras's Masking does, or sorted, as PyTorch does
/// with enforce_sorted=False, is no length that a caller gives; it is told first, since the nodes on the way say nothing of it.
/// </summary>
static class LengthOrigin
{
    const int Lengths = 4, MaxNodes = 256;

    public static ModelException? Refusal(GraphProto graph, string data, string file)
    {
        var writers = new Dictionary<string, NodeProto>();
        foreach (var node in graph.Node)
            foreach (string output in node.Output.Where(name => name.Length > 0))
                writers.TryAdd(output, node);
        foreach (var node in graph.Node.Where(OnnxNode.TakesLengths))
        {
            if (node.Input.Count <= Lengths || node.Input[Lengths].Length == 0)
                continue;
            var (nodes, inputs) = Above(node.Input[Lengths], writers);
            string way = string.Join(", ", nodes.AsEnumerable().Reverse().Select(above => above.OpType.Short()).Distinct().Take(6));
            if (nodes.Find(above => above.OpType == "TopK") is { } sort)
                return new(ErrorCatalogue.UnsupportedStructure, $"sequences sorted by their lengths (TopK) in front of {node.OpType}",
                    "sequences in the order in which they are given",
                    "call pack_padded_sequence with enforce_sorted=True and export again; the order changes no answer",
                    file, OnnxNode.LabelOf(sort));
            if (inputs.Contains(data))
                return new(ErrorCatalogue.UnsupportedStructure, $"sequence_lens computed from the samples of '{data.Short()}' ({way})",
                    "windows that are whole, or the lengths as an input of the graph",
                    "build the model without Masking and give it the same weights, new.set_weights(old.get_weights()); "
                    + "what was trained on padded windows needs windows that are whole", file, OnnxNode.LabelOf(node));
        }

        return null;
    }

    /// <summary>
    /// Nodes that a value is made by, the nearest first, and graph inputs and constants that they read. Sizes say nothing of samples.
    /// </summary>
    static (List<NodeProto> Nodes, HashSet<string> Inputs) Above(string name, Dictionary<string, NodeProto> writers)
    {
        var (nodes, inputs, open) = (new List<NodeProto>(), new HashSet<string>(), new Queue<string>([name]));
        while (nodes.Count < MaxNodes && open.TryDequeue(out string? value))
        {
            if (!writers.TryGetValue(value, out var node))
            {
                inputs.Add(value);
                continue;
            }

            if (node.OpType == "Shape" || nodes.Contains(node))
                continue;
            nodes.Add(node);
            foreach (string input in node.Input)
                open.Enqueue(input);
        }

        return (nodes, inputs);
    }
}
