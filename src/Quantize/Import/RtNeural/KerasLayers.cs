using System.Text.Json;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Import.RtNeural;

/// <summary>The list <c>layers</c>: Keras's kernels [inputs, rows], its gate orders (LSTM i f c o, GRU z r h, reset after the product), causal convolutions.</summary>
sealed class KerasLayers
{
    static readonly string[] Known = ["type", "activation", "recurrent_activation", "shape", "weights", "kernel_size", "dilation", "groups", "strides", "name"];

    readonly string _file;
    readonly List<string> _notes;
    readonly List<Layer> _layers = [];

    /// <summary>Layers whose function the file leaves open, and that no activation layer follows.</summary>
    readonly List<string> _open = [];

    KerasLayers(string file, List<string> notes) => (_file, _notes) = (file, notes);

    public static List<Layer> Read(JsonElement list, string file, List<string> notes)
    {
        var reader = new KerasLayers(file, notes);
        foreach (var layer in list.EnumerateArray())
            reader.Add(layer);
        if (reader._open.Count > 0)
            notes.Add($"activation \"\" of {string.Join(", ", reader._open.Take(12))}: taken as linear, as RTNeural does; its script writes that for functions that it does not know, too");
        return reader._layers;
    }

    void Add(JsonElement layer)
    {
        string type = layer.GetProperty("type").GetString() ?? "", where = $"layer {_layers.Count + 1}, {type}";
        string? activation = layer.TryGetProperty("activation", out var named) ? named.GetString() : null;
        RequireOnlyKnown(layer, where);
        int units = layer.GetProperty("shape").EnumerateArray().Last().TryGetInt32(out int last) && last > 0 ? last : throw Bad(where, "no number of outputs in 'shape'", "one, as its last entry");
        Matrix[] weights = [.. layer.GetProperty("weights").EnumerateArray().Select(matrix => Matrix.Read(matrix, _file, where))];
        string name = $"{type}_{_layers.Count + 1}";
        int[] sources = [_layers.Count - 1];
        switch (type)
        {
            case "dense" or "time-distributed-dense":
                Require(weights, where, units, [["inputs", units], [units]], required: 1);
                LeaveOpen(name, activation);
                _layers.Add(new DenseLayer { Name = name, Sources = sources, W = weights[0].Transposed(), Bias = Bias(weights, 1, units), Activation = Function(activation, where) });
                break;
            case "activation":
                Activate(name, activation, units, where);
                return;
            case "lstm":
                Require(weights, where, units, [["inputs", 4 * units], [units, 4 * units], [4 * units]], required: 3);
                RequireTanh(activation, name, where);
                _layers.Add(Recurrent(name, sources, new LstmCell(), weights, weights[2].Values, units));
                break;
            case "gru":
                bool oneBias = weights.Length == 3 && weights[2].Rank == 1;
                Require(weights, where, units, [["inputs", 3 * units], [units, 3 * units], oneBias ? [3 * units] : [2, 3 * units]], required: 3);
                RequireTanh(activation, name, where);
                _layers.Add(Gru(name, sources, weights, units, resetAfter: !oneBias));
                break;
            case "conv1d":
                _layers.Add(Conv(layer, name, sources, weights, units, activation, where));
                break;
            default:
                throw new ModelException(ErrorCatalogue.UnsupportedOperator, $"a layer of type '{type.Short()}'", "dense, time-distributed-dense, activation, lstm, gru or conv1d",
                    "train the model with these", _file, where);
        }
        if (_layers.Count > 1 && _layers[^1].Inputs != _layers[^2].Outputs)
            throw Bad(where, $"weights for {_layers[^1].Inputs} inputs behind a layer of {_layers[^2].Outputs} outputs", "as many");
    }

    /// <summary>
    /// One bias is what Keras has with reset_after=False; with two the reset gate stands behind the product, between them.
    /// </summary>
    RecurrentLayer Gru(string name, int[] sources, Matrix[] weights, int units, bool resetAfter)
    {
        float[] both = weights[2].Values, bias = both[..(3 * units)];
        if (!resetAfter)
        {
            _notes.Add($"{name} has one bias: Keras's GRU with reset_after=False, the reset gate in front of the product. RTNeural itself has no such GRU");
            return Recurrent(name, sources, new GruCell { ResetAfter = false }, weights, bias, units);
        }

        for (int k = 0; k < 2 * units; k++)
            bias[k] += both[3 * units + k];
        return Recurrent(name, sources, new GruCell { ResetAfter = true, RecurrentBias = both[^units..] }, weights, bias, units);
    }

    ConvLayer Conv(JsonElement layer, string name, int[] sources, Matrix[] weights, int units, string? activation, string where)
    {
        int kernel = Number("kernel_size", 0), dilation = Number("dilation", 1);
        if (Number("groups", 1) != 1 || kernel is < 1 or > 4096 || dilation is < 1 or > 4096)
            throw Bad(where, $"a kernel of {kernel} with dilation {dilation} in {Number("groups", 1)} groups", "1 to 4096 in one group");
        Require(weights, where, units, [[kernel, "inputs", units], [units]], required: 1);
        LeaveOpen(name, activation);
        int inputs = weights[0].Sizes[1];
        var taps = new float[weights[0].Values.Length]; // [kernel, inputs, outputs] to [outputs, kernel, inputs]
        for (int i = 0; i < kernel * inputs; i++)
            for (int o = 0; o < units; o++)
                taps[o * kernel * inputs + i] = weights[0].Values[i * units + o];
        return new()
        {
            Name = name,
            Sources = sources,
            W = taps,
            Bias = Bias(weights, 1, units),
            Activation = Function(activation, where),
            Kernel = kernel,
            Dilation = dilation,
            PadBefore = (kernel - 1) * dilation,
        };

        int Number(string key, int absent) => !layer.TryGetProperty(key, out var value) ? absent
            : value.ValueKind == JsonValueKind.Array ? value[0].GetInt32() : value.GetInt32();
    }

    static RecurrentLayer Recurrent(string name, int[] sources, Cell cell, Matrix[] weights, float[] bias, int units) => new()
    {
        Name = name,
        Sources = sources,
        Cell = cell,
        W = weights[0].Transposed(),
        U = weights[1].Transposed(),
        Bias = bias,
        InitialH = new float[units],
        InitialC = cell.HasCellState ? new float[units] : [],
    };

    /// <summary>Into the dense layer or convolution before it, where that has none yet.</summary>
    void Activate(string name, string? activation, int units, string where)
    {
        if (activation is null or "")
            throw new ModelException(ErrorCatalogue.UnsupportedAttribute, "activation \"\" of an activation layer, which is what RTNeural's script writes for a function that it does not know",
                "tanh, relu, sigmoid, softmax, elu or linear", "write the function that the model was trained with into the file, if it is one of these", _file, where);
        var function = Function(activation, where);
        if (_layers.Count == 0 || _layers[^1].Outputs != units)
            throw Bad(where, $"an activation of {units} values {(_layers.Count == 0 ? "in front of all layers" : $"behind a layer of {_layers[^1].Outputs}")}", "as many");
        _open.Remove(_layers[^1].Name);
        if (_layers[^1] is DenseLayer dense && dense.Activation == Activation.Identity)
            _layers[^1] = dense with { Activation = function };
        else if (_layers[^1] is ConvLayer conv && conv.Activation == Activation.Identity)
            _layers[^1] = conv with { Activation = function };
        else
            _layers.Add(new ActivationLayer { Name = name, Sources = [_layers.Count - 1], Activation = function, Width = units });
    }

    void LeaveOpen(string name, string? activation)
    {
        if (activation is null or "")
            _open.Add(name);
    }

    Activation Function(string? name, string where) => name switch
    {
        null or "" or "linear" => Activation.Identity,
        "tanh" => Activation.Tanh,
        "relu" => Activation.Relu,
        "sigmoid" => Activation.Sigmoid,
        "softmax" => Activation.Softmax,
        "elu" => new(new ScalarFunction(FunctionKind.Elu, 1)),
        _ => throw new ModelException(ErrorCatalogue.UnsupportedAttribute, $"activation '{name.Short()}'", "tanh, relu, sigmoid, softmax, elu or none", "train with one of these", _file, where),
    };

    void RequireTanh(string? activation, string name, string where)
    {
        if (activation == "")
            throw new ModelException(ErrorCatalogue.UnsupportedAttribute, "activation \"\" of a recurrent layer, which is what RTNeural's script writes for a function that it does not know", "tanh",
                "write \"activation\": \"tanh\" into the file if the layer was trained with it, as most are; else train it with that", _file, where);
        if (activation is null)
            _notes.Add($"{name} names no activation: taken as tanh");
        else if (activation != "tanh")
            throw new ModelException(ErrorCatalogue.UnsupportedAttribute, $"activation '{activation.Short()}' of a recurrent layer", "tanh", "train with the standard activations", _file, where);
    }

    /// <summary>An entry that nobody knows may change what is computed: it is told. Those that would are refused.</summary>
    void RequireOnlyKnown(JsonElement layer, string where)
    {
        if (layer.TryGetProperty("recurrent_activation", out var gates) && gates.GetString() is not ("sigmoid" or null))
            throw new ModelException(ErrorCatalogue.UnsupportedAttribute, $"recurrent_activation '{gates.GetString()!.Short()}'", "sigmoid", "train with the standard activations", _file, where);
        if (layer.TryGetProperty("strides", out var strides) && (strides.ValueKind == JsonValueKind.Array ? strides.EnumerateArray() : Enumerable.Repeat(strides, 1)).Any(stride => stride.GetInt32() != 1))
            throw new ModelException(ErrorCatalogue.UnsupportedAttribute, $"strides = {strides.GetRawText().Short()}", "1", "train without strides, or export to ONNX", _file, where);
        string[] unknown = [.. layer.EnumerateObject().Select(property => property.Name).Where(name => !Known.Contains(name)).Take(12)];
        if (unknown.Length > 0)
            _notes.Add($"{where} has {string.Join(", ", unknown.Select(name => $"'{name.Short()}'"))}: not read");
    }

    static float[] Bias(Matrix[] weights, int index, int units) => weights.Length > index ? weights[index].Values : new float[units];

    /// <summary>Sizes as the layer's number of units asks for; a text stands for any size.</summary>
    void Require(Matrix[] weights, string where, int units, object[][] shapes, int required)
    {
        if (weights.Length < required || weights.Length > shapes.Length)
            throw Bad(where, $"{weights.Length} matrices", required == shapes.Length ? $"{required}" : $"{required} to {shapes.Length}");
        for (int k = 0; k < weights.Length; k++)
            if (weights[k].Rank != shapes[k].Length || shapes[k].Where((size, axis) => size is int known && weights[k].Sizes[axis] != known).Any())
                throw Bad(where, $"'shape' of {units} units, and weights {k} of shape {weights[k].Shape}", $"[{string.Join(", ", shapes[k])}]");
    }

    ModelException Bad(string where, string found, string expected) => new(ErrorCatalogue.BadShape, found, expected,
        "the file contradicts itself: export the model again, or correct 'shape' if the weights are right", _file, where);
}
