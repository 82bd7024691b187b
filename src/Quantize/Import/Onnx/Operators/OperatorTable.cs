using EdgeLstm.Generator.Model.Errors;

namespace EdgeLstm.Quantize.Import.Onnx.Operators;

/// <summary>
/// Every operator that is understood; the rows stand beside the methods. An attribute that is in no row is refused by name: ignoring one is
/// how importers compute wrong answers silently.
/// </summary>
static class OperatorTable
{
    /// <summary>An operator: since when, how many inputs it takes and which attributes it has at which opset.</summary>
    /// <param name="Attributes">One written "name&lt;13" ends before opset 13, "name&gt;=14" begins there.</param>
    /// <param name="OneInputBefore">Before this opset only the first input exists: the others were attributes.</param>
    public sealed record Entry(
        Action<OnnxNode> Evaluate, int Since, int MinInputs, int MaxInputs, string[] Attributes, int OneInputBefore = 0);

    static readonly Dictionary<string, Entry> Entries = new(
    [
        .. Activations.Operators, .. Arithmetic.Operators, .. AtInference.Operators, .. AttentionPooling.Operators,
        .. Classes.Operators, .. Concatenation.Operators, .. Conditional.Operators, .. Constants.Operators, .. Convolution.Operators,
        .. Dense.Operators, .. ElementByElement.Operators, .. Moments.Operators, .. Pooling.Operators, .. Recurrent.Operators,
        .. Repetition.Operators, .. Reshaping.Operators, .. Selection.Operators, .. SelfGates.Operators,
        new("Identity", new(node => node.Result(node.Input(0, "input")), 1, 1, 1, [])),
    ]);

    const string EdgeDomain = "edgelstm";

    /// <summary>Tells of an operator or an attribute that is not known at this opset, then gives the operator.</summary>
    public static Action<OnnxNode> Check(OnnxNode node)
    {
        string domain = node.Proto.Domain;
        var entries = domain == EdgeDomain ? EdgeLstmDomainCells.Entries : Entries;
        if (domain is not ("" or "ai.onnx" or EdgeDomain) || !entries.TryGetValue(node.OpType, out var entry) || node.Opset < entry.Since)
            throw node.Refusal(ErrorCatalogue.UnsupportedOperator,
                $"operator {(domain.Length > 0 ? domain.Short() + "." : "")}{node.OpType.Short()} at opset {node.Opset}",
                "an operator that EdgeLstm knows",
                "docs/onnx.md tells which: move the rest out of the model");

        foreach (var attribute in node.Proto.Attribute)
            if (!entry.Attributes.Any(known => Matches(known, attribute.Name, node.Opset)))
                node.Context.Refuse(node.Refusal(ErrorCatalogue.UnsupportedAttribute,
                    $"attribute '{attribute.Name.Short()}' of {node.OpType} at opset {node.Opset}",
                    $"only {(entry.Attributes.Length > 0 ? string.Join(", ", entry.Attributes) : "none")}", "export the model without it"));

        if (node.Proto.Attribute.GroupBy(attribute => attribute.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            node.Context.Refuse(node.Refusal(ErrorCatalogue.UnsupportedAttribute, $"attribute '{twice.Key.Short()}' of {node.OpType} twice", "once",
                "the file is damaged: export it again"));

        int most = node.Opset < entry.OneInputBefore ? 1 : entry.MaxInputs;
        if (node.InputCount < entry.MinInputs || node.InputCount > most)
            throw node.Refusal(ErrorCatalogue.MissingValue, $"{node.InputCount} inputs of {node.OpType} at opset {node.Opset}",
                $"{entry.MinInputs} to {most}", "export the model again");
        return entry.Evaluate;
    }

    static bool Matches(string known, string name, long opset) => known.IndexOfAny(['<', '>']) switch
    {
        < 0 => known == name,
        var at when known[at] == '<' => known[..at] == name && opset < long.Parse(known[(at + 1)..]),
        var at => known[..at] == name && opset >= long.Parse(known[(at + 2)..]),
    };
}
