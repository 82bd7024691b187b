using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Import.Onnx.Operators;
using EdgeLstm.Quantize.Import.Onnx.Values;
using EdgeLstm.Quantize.Onnx;

namespace EdgeLstm.Quantize.Import.Onnx;

/// <summary>
/// Evaluates a graph in file order, as far as it goes without data: only the nodes that an output needs, each once. A node that is refused
/// leaves its outputs unavailable and the walk goes on, so that one pass finds every refusal.
/// </summary>
sealed class GraphWalk
{
    readonly ImportContext _context;
    readonly Dictionary<string, Value> _values = [];
    readonly Dictionary<string, TensorProto> _initializers = [];
    readonly HashSet<string> _declared = [];

    public GraphWalk(ImportContext context)
    {
        _context = context;
        context.Inline = Run;
    }

    public void Declare(string name, Value value) => _values[name] = value;

    /// <summary>The values of the graph's outputs; those that were refused are <see cref="Unavailable"/>.</summary>
    public Value[] Run(GraphProto graph)
    {
        foreach (var initializer in graph.Initializer)
            if (!_initializers.TryAdd(initializer.Name, initializer))
                _context.Refuse(WrittenTwice(initializer.Name, null));
        foreach (var node in graph.Node)
            _declared.UnionWith(node.Output);

        var needed = Needed(graph);
        for (int i = 0; i < graph.Node.Count; i++)
            if (needed[i])
                Evaluate(graph.Node[i]);
        return [.. graph.Output.Select(output => Lookup(output.Name, "the graph's output"))];
    }

    /// <summary>Which nodes the outputs depend on. A stack of names, not recursion: a chain may be as long as the file allows.</summary>
    static bool[] Needed(GraphProto graph)
    {
        var writers = new Dictionary<string, List<int>>();
        for (int i = 0; i < graph.Node.Count; i++)
            foreach (string output in graph.Node[i].Output.Where(name => name.Length > 0))
            {
                if (!writers.TryGetValue(output, out var list))
                    writers[output] = list = [];
                list.Add(i);
            }

        var needed = new bool[graph.Node.Count];
        var open = new Stack<string>(graph.Output.Select(output => output.Name));
        while (open.TryPop(out string? name))
            if (writers.Remove(name, out var list))
                foreach (int i in list.Where(i => !needed[i]))
                {
                    needed[i] = true;
                    foreach (string input in Reads(graph.Node[i]))
                        open.Push(input);
                }
        return needed;
    }

    /// <summary>A node's inputs, and what its subgraphs may read of the graph around them (protobuf bounds their nesting).</summary>
    static IEnumerable<string> Reads(NodeProto node) => node.Input.Concat(
        node.Attribute.Where(attribute => attribute.G is not null)
            .SelectMany(attribute => attribute.G.Node.SelectMany(Reads).Concat(attribute.G.Output.Select(output => output.Name))));

    void Evaluate(NodeProto proto)
    {
        OnnxNode? node = null;
        try
        {
            var evaluate = OperatorTable.Check(new(proto, _context, new Value?[proto.Input.Count]));
            Value?[] inputs = [.. proto.Input.Select(name => name.Length > 0 ? Lookup(name, OnnxNode.LabelOf(proto)) : null)];
            if (Array.TrueForAll(inputs, input => input is not Unavailable))
                evaluate(node = new(proto, _context, inputs));
            foreach (var unavailable in inputs.OfType<Unavailable>().Where(input => input.Why is not null))
                _context.Refuse(unavailable.Why!);
        }
        catch (ModelException refusal)
        {
            _context.Refuse(refusal);
            node = null;
        }
        for (int i = 0; i < proto.Output.Count; i++)
        {
            string name = proto.Output[i];
            var value = node is null ? new Unavailable(null) : node.Outputs[i] ?? NoOutput(node, i);
            if (name.Length > 0 && (_initializers.ContainsKey(name) || !_values.TryAdd(name, value)))
                _context.Refuse(WrittenTwice(name, OnnxNode.LabelOf(proto)));
        }
    }

    static Unavailable NoOutput(OnnxNode node, int output) => new(node.Refusal(ErrorCatalogue.UnsupportedStructure,
        $"output {output} of {node.OpType.Short()}", "one that inference has", "export the model after eval()"));

    static ModelException WrittenTwice(string name, string? node) => new(ErrorCatalogue.UnsupportedStructure, $"'{name.Short()}' written twice",
        "each value written once", "the file is damaged: export it again", null, node);

    Value Lookup(string name, string reader)
    {
        if (_values.TryGetValue(name, out var value))
            return value;
        if (_initializers.TryGetValue(name, out var tensor))
            return _values[name] = Read(tensor, reader);
        return new Unavailable(_declared.Contains(name)
            ? new(ErrorCatalogue.UnsupportedStructure, $"'{name.Short()}' read before it is written", "nodes in topological order without cycles",
                "export the model again", null, reader)
            : new(ErrorCatalogue.MissingValue, $"no value named '{name.Short()}'", "an initializer or a node that writes it",
                "the file is damaged: export it again", null, reader));
    }

    Value Read(TensorProto tensor, string reader)
    {
        try
        {
            return _context.Tensors.Read(tensor, reader);
        }
        catch (ModelException refusal)
        {
            _context.Refuse(refusal);
            return new Unavailable(null);
        }
    }
}
