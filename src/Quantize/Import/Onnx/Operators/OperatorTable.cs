using EdgeLstm.Generator.Model.Errors;

namespace EdgeLstm.Quantize.Import.Onnx.Operators;

/// <summary>
/// Every operator that is understood, since when, how many inputs it takes and which attributes it has at which opset. An attribute that
/// is not here is refused by name: ignoring one is how importers compute wrong answers silently.
/// </summary>
static class OperatorTable
{
    /// <summary>Before opset <paramref name="OneInputBefore"/> only the first input exists: the others were attributes.</summary>
    public sealed record Entry(Action<OnnxNode> Evaluate, int Since, int MinInputs, int MaxInputs, string[] Attributes, int OneInputBefore = 0);

    // An attribute written "name<13" ends before opset 13, "name>=14" begins there.
    static readonly Dictionary<string, Entry> Entries = new()
    {
        ["Add"] = new(Arithmetic.Add, 7, 2, 2, []),
        ["ArgMax"] = new(Classes.ArgMax, 1, 1, 1, ["axis", "keepdims", "select_last_index>=12"]),
        ["AveragePool"] = new(Pooling.Average, 1, 1, 1, ["auto_pad", "ceil_mode>=10", "count_include_pad", "dilations>=19", "kernel_shape", "pads", "strides"]),
        ["BatchNormalization"] = new(AtInference.BatchNormalization, 7, 5, 5, ["epsilon", "momentum", "spatial<9", "training_mode>=14"]),
        ["Cast"] = new(Constants.Cast, 6, 1, 1, ["to", "saturate>=19"]),
        ["Clip"] = new(Activations.Clip, 6, 1, 3, ["min<11", "max<11"], 11),
        ["Concat"] = new(Concatenation.Concat, 4, 1, int.MaxValue, ["axis"]),
        ["Constant"] = new(Constants.Constant, 1, 0, 0, ["value", "value_float>=12", "value_floats>=12", "value_int>=12", "value_ints>=12"]),
        ["ConstantOfShape"] = new(Constants.ConstantOfShape, 9, 1, 1, ["value"]),
        ["Conv"] = new(Convolution.Conv, 1, 2, 3, ["auto_pad", "dilations", "group", "kernel_shape", "pads", "strides"]),
        ["Div"] = new(Arithmetic.Div, 7, 2, 2, []),
        ["Dropout"] = new(AtInference.Dropout, 7, 1, 3, ["ratio<12", "seed>=12"], 12),
        ["Einsum"] = new(AttentionPooling.Einsum, 12, 2, 2, ["equation"]),
        ["Elu"] = new(Activations.Named, 6, 1, 1, ["alpha"]),
        ["Equal"] = new(Arithmetic.Equal, 7, 2, 2, []),
        ["Erf"] = new(SelfGates.Erf, 9, 1, 1, []),
        ["Exp"] = new(SelfGates.Exp, 6, 1, 1, []),
        ["Expand"] = new(Constants.Expand, 8, 2, 2, []),
        ["Flatten"] = new(Reshaping.Flatten, 1, 1, 1, ["axis"]),
        ["Gather"] = new(Selection.Gather, 1, 2, 2, ["axis"]),
        ["Gelu"] = new(SelfGates.Gelu, 20, 1, 1, ["approximate"]),
        ["Gemm"] = new(Dense.Gemm, 7, 2, 3, ["alpha", "beta", "transA", "transB"]),
        ["GlobalAveragePool"] = new(Pooling.GlobalAverage, 1, 1, 1, []),
        ["GlobalMaxPool"] = new(Pooling.GlobalMax, 1, 1, 1, []),
        ["GRU"] = new(Recurrent.Gru, 7, 3, 6,
            ["activation_alpha", "activation_beta", "activations", "clip", "direction", "hidden_size", "layout>=14", "linear_before_reset"]),
        ["HardSigmoid"] = new(Activations.Named, 6, 1, 1, ["alpha", "beta"]),
        ["Identity"] = new(node => node.Result(node.Input(0, "input")), 1, 1, 1, []),
        ["If"] = new(Conditional.If, 1, 1, 1, ["then_branch", "else_branch"]),
        ["LayerNormalization"] = new(Moments.LayerNormalization, 17, 2, 3, ["axis", "epsilon", "stash_type"]),
        ["LeakyRelu"] = new(Activations.Named, 6, 1, 1, ["alpha"]),
        ["LogSoftmax"] = new(Activations.LogSoftmax, 1, 1, 1, ["axis"]),
        ["LSTM"] = new(Recurrent.Lstm, 7, 3, 8,
            ["activation_alpha", "activation_beta", "activations", "clip", "direction", "hidden_size", "input_forget", "layout>=14"]),
        ["MatMul"] = new(Dense.MatMul, 1, 2, 2, []),
        ["MaxPool"] = new(Pooling.Max, 1, 1, 1, ["auto_pad", "ceil_mode>=10", "dilations>=10", "kernel_shape", "pads", "storage_order>=8", "strides"]),
        ["Mul"] = new(Arithmetic.Mul, 7, 2, 2, []),
        ["Neg"] = new(Arithmetic.Neg, 6, 1, 1, []),
        ["Pad"] = new(Convolution.Pad, 2, 1, 4, ["mode", "pads<11", "value<11"], 11),
        ["Pow"] = new(Moments.Pow, 7, 2, 2, []),
        ["PRelu"] = new(Activations.PRelu, 7, 2, 2, []),
        ["Range"] = new(Constants.Range, 11, 3, 3, []),
        ["Reciprocal"] = new(Moments.Reciprocal, 6, 1, 1, []),
        ["ReduceMax"] = new(Pooling.ReduceMax, 1, 1, 2, ["axes<18", "keepdims", "noop_with_empty_axes>=18"], 18),
        ["ReduceMean"] = new(Pooling.ReduceMean, 1, 1, 2, ["axes<18", "keepdims", "noop_with_empty_axes>=18"], 18),
        ["ReduceProd"] = new(Constants.ReduceProd, 1, 1, 2, ["axes<18", "keepdims", "noop_with_empty_axes>=18"], 18),
        ["ReduceSum"] = new(AttentionPooling.ReduceSum, 1, 1, 2, ["axes<13", "keepdims", "noop_with_empty_axes>=13"], 13),
        ["Relu"] = new(Activations.Named, 6, 1, 1, []),
        ["Reshape"] = new(Reshaping.Reshape, 5, 2, 2, ["allowzero>=14"]),
        ["RNN"] = new(Recurrent.Rnn, 7, 3, 6,
            ["activation_alpha", "activation_beta", "activations", "clip", "direction", "hidden_size", "layout>=14"]),
        ["Selu"] = new(Activations.Selu, 6, 1, 1, ["alpha", "gamma"]),
        ["Shape"] = new(Constants.Shape, 1, 1, 1, ["start>=15", "end>=15"]),
        ["Sigmoid"] = new(Activations.Named, 6, 1, 1, []),
        ["Slice"] = new(Selection.Slice, 1, 1, 5, ["axes<10", "starts<10", "ends<10"], 10),
        ["Softmax"] = new(Activations.Softmax, 1, 1, 1, ["axis"]),
        ["Softplus"] = new(Activations.Named, 1, 1, 1, []),
        ["Softsign"] = new(Activations.Named, 1, 1, 1, []),
        ["Split"] = new(Selection.Split, 2, 1, 2, ["axis", "split<13", "num_outputs>=18"], 13),
        ["Sqrt"] = new(Moments.Sqrt, 6, 1, 1, []),
        ["Squeeze"] = new(Reshaping.Squeeze, 1, 1, 2, ["axes<13"], 13),
        ["Sub"] = new(Arithmetic.Sub, 7, 2, 2, []),
        ["Tanh"] = new(Activations.Named, 6, 1, 1, []),
        ["ThresholdedRelu"] = new(Activations.Named, 10, 1, 1, ["alpha"]),
        ["Tile"] = new(Repetition.Tile, 6, 2, 2, []),
        ["Transpose"] = new(Reshaping.Transpose, 1, 1, 1, ["perm"]),
        ["Unsqueeze"] = new(Reshaping.Unsqueeze, 1, 1, 2, ["axes<13"], 13),
        ["Where"] = new(Arithmetic.Where, 9, 3, 3, []),
    };

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
