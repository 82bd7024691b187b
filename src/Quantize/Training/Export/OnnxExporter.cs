using System.Runtime.InteropServices;
using EdgeLstm.Generator.Model;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Import.Onnx;
using EdgeLstm.Quantize.Import.Onnx.Values;
using EdgeLstm.Quantize.Onnx;
using EdgeLstm.Quantize.Training.Layers;
using Google.Protobuf;

namespace EdgeLstm.Quantize.Training.Export;

/// <summary>
/// A trained model as ONNX in the user's units: [batch, time, features] → (x − mean) / scale → recurrent layers → dense → probability, or
/// times scale plus mean → [batch, outputs].
/// </summary>
sealed class OnnxExporter
{
    public const int Opset = 14;

    /// <summary>The first version of the format that has functions.</summary>
    const int IrVersion = 8;

    readonly TrainingResult _model;
    readonly LayerWeights _weights;
    readonly ModelProto _proto = new() { IrVersion = IrVersion, ProducerName = "edgelstm", Graph = new() };
    readonly NodeList _nodes;

    OnnxExporter(TrainingResult model)
    {
        _model = model;
        _weights = new(model);
        _nodes = new(_proto.Graph.Node);
    }

    /// <summary>Writes the model with <paramref name="metadata"/> beside what the importer reads.</summary>
    public static void Write(
        TrainingResult model, string path, string name, string toolVersion, IEnumerable<(string Key, string Value)> metadata)
    {
        var bytes = new OnnxExporter(model).Build(name, toolVersion, metadata).ToByteArray();
        using var file = AtomicFile.Create(path);
        file.Stream.Write(bytes);
        file.Commit();
    }

    ModelProto Build(string name, string toolVersion, IEnumerable<(string Key, string Value)> metadata)
    {
        var (spec, data) = (_model.Network.Spec, _model.Data);
        _proto.ProducerVersion = toolVersion;
        _proto.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = Opset });
        _proto.Graph.Name = name;
        // A layer that reads backwards has to know where the window ends.
        bool causal = !spec.Layers.Any(layer => layer.Bidirectional);
        _proto.Graph.Input.Add(Tensor("samples", causal ? ["batch", "time", data.Inputs.Count] : ["batch", data.Windows.Steps, data.Inputs.Count]));
        _proto.Graph.Output.Add(Tensor("prediction", ["batch", data.Outputs.Count]));

        string centred = _nodes.Add("Sub", "centred", ["samples", Weight("mean", [.. data.Inputs.Select(input => input.Mean)], data.Inputs.Count)]);
        string scaled = _nodes.Add("Div", "scaled", [centred, Weight("scale", [.. data.Inputs.Select(input => input.Scale)], data.Inputs.Count)]);
        string x = _nodes.Add("Transpose", "time_first", [scaled], NodeList.Ints("perm", 1, 0, 2));
        int inputs = spec.Inputs;
        for (int level = 0; level < spec.Layers.Count; level++)
        {
            bool isLast = level == spec.Layers.Count - 1;
            x = spec.Layers[level].Cell.Export.IsStandard ? Standard(level, x, inputs, isLast) : Edge(level, x, inputs, isLast);
            inputs = spec.Layers[level].Outputs;
        }

        Output(x, inputs);
        Describe(metadata);
        return _proto;
    }

    /// <summary>The level's output [time, batch, outputs], or the states in which it ends, [batch, outputs].</summary>
    string Standard(int level, string x, int inputs, bool isLast)
    {
        var layer = _model.Network.Spec.Layers[level];
        var both = Enumerable.Range(0, layer.Bidirectional ? 2 : 1);
        StandardNode[] directions = [.. both.Select(_ => layer.Cell.Export.Standard(layer.HiddenSize, _weights))];
        int count = directions.Length, gates = directions[0].W.Length / (inputs * layer.HiddenSize), rows = gates * layer.HiddenSize;
        string name = $"layer{level}";
        string w = Weight($"{name}.W", Joined(node => node.W), count, rows, inputs), r = Weight($"{name}.R", Joined(node => node.R), count, rows, layer.HiddenSize);
        string b = Weight($"{name}.B", Joined(node => node.B), count, 2 * rows);
        string p = directions[0].P is null ? "" : Weight($"{name}.P", Joined(node => node.P!), count, 3 * layer.HiddenSize);
        var attributes = directions[0].Attributes.ToList();
        attributes.Add(NodeList.Int("hidden_size", layer.HiddenSize));
        if (count == 2)
        {
            attributes.Add(NodeList.Text("direction", "bidirectional"));
            foreach (var attribute in attributes)
            {
                // One value for each direction.
                attribute.Strings.Add(attribute.Strings.ToArray());
                attribute.Floats.Add(attribute.Floats.ToArray());
            }
        }

        _nodes.Add("", directions[0].Op, [$"{name}.Y", $"{name}.Y_h"], [x, w, r, b, "", "", "", p], [.. attributes]);
        if (!isLast)
            return count == 1
                ? _nodes.Add("Squeeze", $"{name}.output", [$"{name}.Y", Shape($"{name}.directions", 1)])
                : _nodes.Add("Reshape", $"{name}.output", [_nodes.Add("Transpose", $"{name}.beside", [$"{name}.Y"], NodeList.Ints("perm", 0, 2, 1, 3)), Shape($"{name}.joined", 0, 0, -1)]);
        return count == 1
            ? _nodes.Add("Squeeze", $"{name}.last", [$"{name}.Y_h", Shape($"{name}.directions", 0)])
            : _nodes.Add("Reshape", $"{name}.last", [_nodes.Add("Transpose", $"{name}.beside", [$"{name}.Y_h"], NodeList.Ints("perm", 1, 0, 2)), Shape($"{name}.joined", 0, 2 * layer.HiddenSize)]);

        float[] Joined(Func<StandardNode, float[]> part) => [.. directions.SelectMany(part)];
    }

    string Edge(int level, string x, int inputs, bool isLast)
    {
        var layer = _model.Network.Spec.Layers[level];
        string name = $"layer{level}";
        if (!layer.Bidirectional)
            return EdgeLstmDomainNode(name, x, layer, inputs)[isLast ? 1 : 0];
        // Time, batch and features; or, of the states in which each direction ends, batch and features.
        string[] both = [.. new[] { 0, 1 }.Select(direction => EdgeLstmDomainNode($"{name}.{(direction == 0 ? "forward" : "reverse")}", x, layer, inputs, direction)[isLast ? 1 : 0])];
        return _nodes.Add("Concat", $"{name}.joined", both, NodeList.Int("axis", isLast ? 1 : 2));
    }

    /// <summary>One node of domain edgelstm; its Y and Y_h.</summary>
    string[] EdgeLstmDomainNode(string name, string x, RecurrentSpec layer, int inputs, int? direction = null)
    {
        var node = layer.Cell.Export.Own(inputs, layer.HiddenSize, _weights);
        if (direction is { } from)
            node = node with { Attributes = [.. node.Attributes, NodeList.Ints(EdgeLstmDomainLayers.Directions, from)] };
        string[] given = [x, .. node.Inputs.Select(input => Weight($"{name}.{input.Name}", input.Values, input.Shape))];
        string[] results = _nodes.Add(EdgeLstmDomainLayers.Domain, node.Op, [$"{name}.Y", $"{name}.Y_h"], given, node.Attributes);
        if (_proto.Functions.Count == 0)
        {
            _proto.OpsetImport.Add(new OperatorSetIdProto { Domain = EdgeLstmDomainLayers.Domain, Version = 1 });
            _proto.Functions.Add(EdgeLstmDomainFunctions.Of(layer.Cell, node));
        }

        return results;
    }

    /// <summary>
    /// Every target has a dense layer of its own over the last state <paramref name="x"/>; several stand beside one another in the
    /// prediction.
    /// </summary>
    void Output(string x, int inputs)
    {
        var heads = _model.Data.Heads;
        float[] v = _weights.Take(ParameterKind.OutputWeights), c = _weights.Take(ParameterKind.OutputBias);
        string[] results = [.. heads.Select((head, k) => new HeadNodes(_nodes, Weight, heads.Count == 1 ? "" : $"{k}").Add(
            head, [.. _model.Data.Outputs.Skip(head.First).Take(head.Count)], x, v.AsSpan(head.First * inputs, head.Count * inputs).ToArray(), c.AsSpan(head.First, head.Count).ToArray()))];
        if (results.Length > 1)
            _nodes.Add("Concat", "prediction", results, NodeList.Int("axis", 1));
    }

    void Describe(IEnumerable<(string Key, string Value)> metadata)
    {
        // Where the state was carried along, the window says nothing about how long it takes to settle: that is measured on calibration
        // data.
        if (_model.Data.Windows.Lengths is null)
            Add(TrainerMetadata.WarmUpKey, $"{_model.Data.Windows.Steps}");
        Add(TrainerMetadata.TrainedOnKey, _model.Data.Windows.Lengths is null ? $"windows {_model.Data.Windows.Steps}" : "stream");
        if (_model.Data.Missing.Kind != MissingKind.Centre)
            Add(TrainerMetadata.MissingKey, _model.Data.Missing.ToString());
        Add("edgelstm.inputs", Names(_model.Data.Inputs));
        Add("edgelstm.outputs", Names(_model.Data.Outputs));
        foreach (var (key, value) in metadata)
            Add(key, value);

        void Add(string key, string value) => _proto.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
    }

    static string Names(IEnumerable<Graph.Channel> channels) => string.Join(", ", channels.Select(channel => channel.Unit.Length > 0 ? $"{Plain(channel.Name)}[{Plain(channel.Unit)}]" : Plain(channel.Name)));

    /// <summary>Commas and brackets are the list's own.</summary>
    static string Plain(string name) => EdgeLstm.Quantize.Data.ChannelName.Plain(name);

    string Weight(string name, float[] values, params ReadOnlySpan<int> shape)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)ElementType.Float32, RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values.AsSpan())) };
        foreach (int size in shape)
            tensor.Dims.Add(size);
        _proto.Graph.Initializer.Add(tensor);
        return name;
    }

    string Shape(string name, params long[] values)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)ElementType.Int64, RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values.AsSpan())) };
        tensor.Dims.Add(values.Length);
        _proto.Graph.Initializer.Add(tensor);
        return name;
    }

    /// <summary>A float tensor; each size is a number or a name.</summary>
    static ValueInfoProto Tensor(string name, object[] sizes)
    {
        var shape = new TensorShapeProto();
        shape.Dim.Add(sizes.Select(size => size is int value ? new DimensionProto { DimValue = value } : new DimensionProto { DimParam = (string)size }));
        return new() { Name = name, Type = new() { TensorType = new() { ElemType = (int)ElementType.Float32, Shape = shape } } };
    }
}
