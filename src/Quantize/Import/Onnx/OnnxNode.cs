using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Import.Onnx.Values;
using EdgeLstm.Quantize.Onnx;

namespace EdgeLstm.Quantize.Import.Onnx;

/// <summary>A node under evaluation: its inputs' values, its attributes by kind, and the errors that name it.</summary>
sealed class OnnxNode(NodeProto proto, ImportContext context, Value?[] inputs)
{
    readonly Value?[] _outputs = new Value?[Math.Max(1, proto.Output.Count)];

    public ImportContext Context => context;

    public long Opset => context.Opset;

    public string OpType => proto.OpType;

    public NodeProto Proto => proto;

    public IReadOnlyList<Value?> Outputs => _outputs;

    public int InputCount => inputs.Length;

    /// <summary>The node's name, or its first output where it has none.</summary>
    public string Label => LabelOf(proto);

    public static string LabelOf(NodeProto node) =>
        (node.Name.Length > 0 ? node.Name : node.Output.FirstOrDefault(name => name.Length > 0) ?? node.OpType).Short();

    /// <summary>Whether an operator is one of ONNX's recurrent ones, whose fifth input is the sequences' lengths.</summary>
    public static bool TakesLengths(NodeProto node) => node.OpType is "LSTM" or "GRU" or "RNN" && node.Domain is "" or "ai.onnx";

    public bool Has(int input) => input < inputs.Length && inputs[input] is not null;

    public Value Input(int input, string what) => Has(input)
        ? inputs[input]!
        : throw Refusal(ErrorCatalogue.MissingValue, $"no {what} (input {input} of {OpType})", "one", "export the model again");

    /// <summary>Finite numbers, but for <see cref="BoundInput"/>.</summary>
    public Constant ConstantInput(int input, string what)
    {
        var constant = BoundInput(input, what);
        int at = Array.FindIndex(constant.Values, value => !double.IsFinite(value));
        return at < 0 ? constant
            : throw Refusal(ErrorCatalogue.NotFinite, $"{constant.Values[at]} in {what}", "finite numbers", "export another checkpoint: this one diverged");
    }

    /// <summary>A bound may be infinite, which is none.</summary>
    public Constant BoundInput(int input, string what) => Input(input, what) as Constant
        ?? throw Refusal(ErrorCatalogue.UnsupportedStructure, $"{what} computed from data (input {input} of {OpType})", "a constant",
            "export the model with its parameters stored inside");

    public ComputedValue ComputedInput(int input, string what) => Input(input, what) as ComputedValue
        ?? throw Refusal(ErrorCatalogue.UnsupportedStructure, $"{what} that is not computed from the graph's input", "a layer's output",
            "export the model with constant folding on");

    public int[] Integers(int input, string what)
    {
        var constant = ConstantInput(input, what);
        if (constant.Rank > 1 || constant.Symbols is not null)
            throw Refusal(ErrorCatalogue.BadShape, $"{what} of rank {constant.Rank} or of free size", "a list of known integers", "export the model again");
        return [.. constant.Values.Select(value => (int)value)];
    }

    public void Result(Value value, int output = 0)
    {
        if (output < _outputs.Length)
            _outputs[output] = value;
    }

    public ModelException Refusal(string id, string found, string expected, string remedy) =>
        new(id, found, expected, remedy, context.File, Label);

    public bool HasAttribute(string name) => proto.Attribute.Any(attribute => attribute.Name == name);

    public long Int(string name, long absent) => Attribute(name, AttributeKind.Int)?.I ?? absent;

    public float Float(string name, float absent) => Attribute(name, AttributeKind.Float)?.F ?? absent;

    public string Text(string name, string absent) => Attribute(name, AttributeKind.String)?.S.ToStringUtf8() ?? absent;

    public long[]? Ints(string name) => Attribute(name, AttributeKind.Ints)?.Ints.ToArray();

    public float[]? Floats(string name) => Attribute(name, AttributeKind.Floats)?.Floats.ToArray();

    public string[]? Texts(string name) => Attribute(name, AttributeKind.Strings)?.Strings.Select(text => text.ToStringUtf8()).ToArray();

    public Constant? Tensor(string name) => Attribute(name, AttributeKind.Tensor) is { } found
        ? context.Tensors.Read(found.T, Label)
        : null;

    public GraphProto Graph(string name) => Attribute(name, AttributeKind.Graph)?.G
        ?? throw Refusal(ErrorCatalogue.MissingValue, $"no attribute '{name}'", "a subgraph", "export the model again");

    AttributeProto? Attribute(string name, AttributeKind kind)
    {
        var found = proto.Attribute.FirstOrDefault(attribute => attribute.Name == name);
        if (found is not null && (found.Type != (int)kind || found.RefAttrName.Length > 0 || !HasValue(found, kind)))
            throw Refusal(ErrorCatalogue.UnsupportedAttribute, $"attribute '{name}' of {OpType} with another type or without a value",
                $"type {(int)kind} ({kind})", "export the model again");
        return found;
    }

    static bool HasValue(AttributeProto attribute, AttributeKind kind) => kind switch
    {
        AttributeKind.Int => attribute.HasI,
        AttributeKind.Float => attribute.HasF,
        AttributeKind.String => attribute.HasS,
        AttributeKind.Tensor => attribute.T is not null,
        AttributeKind.Graph => attribute.G is not null,
        _ => true,
    };

    /// <summary>An axis of −rank..rank−1 as one of 0..rank−1.</summary>
    public int Axis(long axis, int rank) => axis >= -rank && axis < rank
        ? (int)(axis < 0 ? axis + rank : axis)
        : throw Refusal(ErrorCatalogue.BadShape, $"axis {axis} of a value of rank {rank}", $"an axis from {-rank} to {rank - 1}", "export the model again");

    /// <summary>Distinct axes within the rank.</summary>
    public int[] DistinctAxes(IEnumerable<long> axes, int rank)
    {
        int[] normal = [.. axes.Select(axis => Axis(axis, rank))];
        return normal.Distinct().Count() == normal.Length
            ? normal
            : throw Refusal(ErrorCatalogue.BadShape, "the same axis twice", "distinct axes", "export the model again");
    }
}
