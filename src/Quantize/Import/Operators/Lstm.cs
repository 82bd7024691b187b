using EdgeLstm.Generator.Diagnostics;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Import.Stages;
using EdgeLstm.Quantize.Import.Values;

namespace EdgeLstm.Quantize.Import.Operators;

/// <summary>ONNX's LSTM. Refusals are told one by one, so that <c>inspect</c> lists everything a model would need.</summary>
static class Lstm
{
    /// <summary>ONNX stores the gates i, o, f, c; ours are i, f, g, o.</summary>
    static ReadOnlySpan<int> OnnxGate => [0, 2, 3, 1];

    const int Gates = 4;

    static readonly string[] Standard = ["Sigmoid", "Tanh", "Tanh"];

    public static void Evaluate(OnnxNode node)
    {
        Flow x = node.FlowInput(0, "X");
        Constant w = node.ConstantInput(1, "W"), r = node.ConstantInput(2, "R");
        RefuseVariants(node);

        bool batchFirst = node.Int("layout", 0) != 0;
        int units = Units(node, r);
        int inputs = w.Rank == 3 ? (int)w.Dims[2].Size : 0;
        RequireShape(node, w, "W", 1, 4L * units, inputs);
        RequireShape(node, r, "R", 1, 4L * units, units);
        if (x.Rank != 3)
            throw node.Refusal(ErrorCatalogue.BadShape, $"an input of shape {x.Describe()}", "rank 3", "export the model again");
        node.Context.Roles.RequireFeature(x, 2, inputs, node);
        node.Context.Roles.BindTime(x, batchFirst ? 1 : 0, node);
        node.Context.Roles.BindBatch(x, batchFirst ? 0 : 1, node);
        if (x.Parts.Length > 1)
            throw node.Refusal(ErrorCatalogue.UnsupportedStructure, $"an LSTM over {x.Parts.Length} joined layers", "one layer before it",
                "join heads at the end of the model only");

        node.Context.Charge((long)w.Values.Length + r.Values.Length, node);
        int stage = node.Context.Add(new LstmStage(node.Label, x.Parts[0], Reorder(w.Values, units), Reorder(r.Values, units), Bias(node, units),
            InitialState(node, 5, "initial_h", units, batchFirst), InitialState(node, 6, "initial_c", units, batchFirst)));

        Atom[] time = x.Axes[batchFirst ? 1 : 0], batch = x.Axes[batchFirst ? 0 : 1], features = [Atom.Features(units)];
        node.Result(new Flow([stage], batchFirst ? [batch, time, [], features] : [time, [], batch, features]));
        node.Result(new Flow([stage], batchFirst ? [batch, [], features] : [[], batch, features]), 1);
        node.Result(new Unavailable(node.Refusal(ErrorCatalogue.UnsupportedStructure, "the cell state Y_c read by the graph", "only Y and Y_h",
            "return the hidden state instead; EdgeLstm keeps the cell state in State")), 2);
    }

    /// <summary>Tells of every variant that is not implemented, and last of the one that leaves nothing else to read.</summary>
    static void RefuseVariants(OnnxNode node)
    {
        string direction = node.Text("direction", "forward");
        if (node.HasAttribute("clip"))
            node.Context.Refuse(Attribute($"clip = {node.Float("clip", 0)}", "no clip", "train or export without cell clipping"));
        if (node.Int("input_forget", 0) != 0)
            node.Context.Refuse(Attribute("input_forget = 1 (coupled gates)", "0", "train an LSTM with its own forget gate"));
        string[] activations = node.Texts("activations") ?? Standard;
        if (direction != "bidirectional" && !activations.SequenceEqual(Standard, StringComparer.OrdinalIgnoreCase))
            node.Context.Refuse(Attribute($"activations = {string.Join(", ", activations.Take(6)).Short()}", "Sigmoid, Tanh, Tanh",
                "train with the standard activations"));
        foreach (string name in (ReadOnlySpan<string>)["activation_alpha", "activation_beta"])
            if (node.Floats(name) is { Length: > 0 })
                node.Context.Refuse(Attribute(name, "none: Sigmoid and Tanh take none", "train with the standard activations"));
        if (node.Int("layout", 0) is not (0 or 1) and var layout)
            node.Context.Refuse(Attribute($"layout = {layout}", "0 or 1", "export the model again"));
        if (node.Has(4))
            node.Context.Refuse(node.Refusal(ErrorCatalogue.UnsupportedStructure, "sequence_lens (input 4)", "windows of one length",
                "export without packed or masked sequences"));
        if (node.Has(7))
            node.Context.Refuse(node.Refusal(ErrorCatalogue.UnsupportedStructure, "peepholes P (input 7)", "an LSTM without peepholes",
                "train without peephole connections"));
        if (direction != "forward")
            throw Attribute($"direction = '{direction.Short()}'", "'forward'", "train a forward LSTM: a stream has no end to start from");

        ModelException Attribute(string found, string expected, string remedy) =>
            node.Refusal(ErrorCatalogue.UnsupportedAttribute, $"LSTM with {found}", expected, remedy);
    }

    static int Units(OnnxNode node, Constant r)
    {
        long units = r.Rank == 3 ? r.Dims[2].Size : 0;
        long declared = node.Int("hidden_size", units);
        return declared == units ? node.Context.CheckWidth(units, node)
            : throw node.Refusal(ErrorCatalogue.BadShape, $"hidden_size = {declared} with R of shape [{string.Join(", ", r.Dims)}]", "the same size",
                "export the model again");
    }

    static void RequireShape(OnnxNode node, Constant constant, string what, params ReadOnlySpan<long> sizes)
    {
        if (!constant.Dims.AsSpan().SequenceEqual(Constant.Static(sizes)) || constant.Symbols is not null)
            throw node.Refusal(ErrorCatalogue.BadShape, $"{what} of shape [{string.Join(", ", constant.Dims)}]", $"[{string.Join(", ", sizes.ToArray())}]",
                "export the model again: its shapes disagree");
    }

    /// <summary>[iofc · units, n] to [ifgo · units, n], float32.</summary>
    static float[] Reorder(double[] rows, int units)
    {
        var ordered = new float[rows.Length];
        int block = rows.Length / Gates;
        for (int gate = 0; gate < Gates; gate++)
            for (int i = 0; i < block; i++)
                ordered[gate * block + i] = (float)rows[OnnxGate[gate] * block + i];
        return ordered;
    }

    /// <summary>Wb and Rb summed, [4H]; zeros where the node has none.</summary>
    static float[] Bias(OnnxNode node, int units)
    {
        int half = Gates * units;
        if (!node.Has(3))
            return new float[half];
        var b = node.ConstantInput(3, "B");
        RequireShape(node, b, "B", 1, 2L * half);
        return Reorder([.. Enumerable.Range(0, half).Select(i => b.Values[i] + b.Values[half + i])], units);
    }

    /// <summary>The state that every window starts from; [1, N, H], with layout 1 [N, 1, H], of N equal rows.</summary>
    static float[] InitialState(OnnxNode node, int input, string what, int units, bool batchFirst)
    {
        var state = new float[units];
        if (!node.Has(input))
            return state;
        var given = node.ConstantInput(input, what);
        int rows = given.Rank == 3 ? given.Dims[batchFirst ? 0 : 1].Stored : 0;
        if (rows == 0 || given.Dims[batchFirst ? 1 : 0] != new Dim(1) || given.Dims[2] != new Dim(units) || given.Symbols is not null)
            throw node.Refusal(ErrorCatalogue.BadShape, $"{what} of shape [{string.Join(", ", given.Dims)}]", $"{(batchFirst ? "[N, 1" : "[1, N")}, {units}]",
                "export the model again");
        if (given.Dims[batchFirst ? 0 : 1] is { IsStatic: false } free && !node.Context.Roles.IsBatch(new(free.Axis, -1)))
            throw node.Refusal(ErrorCatalogue.UnsupportedStructure, $"{what} sized by another axis than the batch", "one row per window",
                "check batch_first (PyTorch) or time_major");
        for (int i = 0; i < given.Values.Length; i++)
            if (given.Values[i] != given.Values[i % units])
                throw node.Refusal(ErrorCatalogue.UnsupportedStructure, $"{what} that differs between the rows of a batch", "one state for every window",
                    "export with a batch of one");
        for (int i = 0; i < units; i++)
            state[i] = (float)given.Values[i];
        return state;
    }
}
