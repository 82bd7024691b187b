using EdgeLstm.Generator.Model.Errors;

namespace EdgeLstm.Quantize.Import.Onnx.Operators;

/// <summary>If with a condition known before any data: PyTorch writes one around squeeze().</summary>
static class Conditional
{
    public static Dictionary<string, OperatorTable.Entry> Operators { get; } = new()
    {
        ["If"] = new(If, 1, 1, 1, ["then_branch", "else_branch"]),
    };

    public static void If(OnnxNode node)
    {
        var condition = node.ConstantInput(0, "the condition");
        if (condition.Values.Length != 1 || condition.Symbols is not null)
            throw node.Refusal(ErrorCatalogue.UnsupportedStructure, "a condition that depends on a free size", "one known from the graph alone",
                "export the model with that axis fixed");
        var results = node.Context.Inline(node.Graph(condition.Values[0] != 0 ? "then_branch" : "else_branch"));
        if (results.Length != node.Proto.Output.Count)
            throw node.Refusal(ErrorCatalogue.BadShape, $"a branch of {results.Length} outputs", $"{node.Proto.Output.Count}", "export the model again");
        for (int i = 0; i < results.Length; i++)
            node.Result(results[i], i);
    }
}
