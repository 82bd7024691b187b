using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Import.Onnx.Stages;
using EdgeLstm.Quantize.Import.Onnx.Values;
using EdgeLstm.Quantize.Onnx;

namespace EdgeLstm.Quantize.Import.Onnx;

/// <summary>
/// Graph inputs that are no data: initial states and sequence lengths, known by what reads them, directly or through nodes that only move axes. A state of several
/// layers has a row for each.
/// </summary>
sealed class StateInputs
{
    const int Lengths = 4, InitialH = 5, InitialC = 6;

    static readonly string[] Recurrent = ["LSTM", "GRU", "RNN"], Moving = ["Identity", "Cast", "Squeeze", "Unsqueeze", "Slice", "Gather", "Split", "Transpose", "Reshape"];

    readonly Dictionary<string, (ValueInfoProto Input, bool IsLength, bool BatchFirst)> _found = [];

    public bool Contains(string name) => _found.ContainsKey(name);

    public static StateInputs Find(GraphProto graph)
    {
        var states = new StateInputs();
        var inputs = GraphInput.Others(graph, null).GroupBy(input => input.Name).ToDictionary(group => group.Key, group => group.First());
        var sources = new Dictionary<string, string>(); // what a moving node's outputs are made of
        foreach (var node in graph.Node.Where(node => Moving.Contains(node.OpType) && node.Input.Count > 0))
            foreach (string output in node.Output)
                sources[output] = node.Input[0];
        foreach (var node in graph.Node.Where(node => Recurrent.Contains(node.OpType)))
            foreach (int place in (ReadOnlySpan<int>)[Lengths, InitialH, InitialC])
            {
                string name = place < node.Input.Count ? node.Input[place] : "";
                for (int hops = 0; hops < 32 && sources.TryGetValue(name, out string? source); hops++)
                    name = source;
                if (inputs.TryGetValue(name, out var input))
                    states._found[name] = (input, place == Lengths, node.Attribute.Any(attribute => attribute is { Name: "layout", I: 1 }));
            }
        // A model over nothing but states has its data there.
        if (states._found.Count == inputs.Count)
            states._found.Clear();
        return states;
    }

    public void Declare(GraphWalk walk, ImportContext context)
    {
        foreach (var (name, (input, isLength, batchFirst)) in _found)
            walk.Declare(name, isLength ? new LengthValue(name) : State(name, input, batchFirst, context));
    }

    static Value State(string name, ValueInfoProto input, bool batchFirst, ImportContext context)
    {
        long[] dims = [.. (input.Type?.TensorType?.Shape?.Dim ?? []).Select(dim => dim.DimValue > 0 ? dim.DimValue : -1)];
        int layerAxis = batchFirst ? 1 : 0;
        long layers = dims.Length == 3 ? dims[layerAxis] : 1;
        if (dims.Length is not (2 or 3) || layers is < 1 or > 64 || dims[^1] is < 1 or > 65536)
            return new Unavailable(new(ErrorCatalogue.BadShape, $"graph input '{name.Short()}' of shape [{string.Join(", ", dims)}] as an initial state",
                "[layers, N, units] with known layers and units", "export the model with those axes fixed", context.File));
        int[] parts = [.. Enumerable.Range(0, (int)layers).Select(row => context.Add(new StateStage(new(name, row), (int)dims[^1])))];
        AxisPart[] Axis(int axis) => axis == dims.Length - 1 ? [AxisPart.Features(dims[^1])]
            : dims[axis] == 1 ? []
            : dims.Length == 3 && axis == layerAxis ? [AxisPart.Layers(layers)]
            : [new(AxisPart.StateBatch, dims[axis])];
        return new ComputedValue(parts, [.. Enumerable.Range(0, dims.Length).Select(Axis)]);
    }
}
