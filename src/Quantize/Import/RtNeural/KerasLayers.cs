using System.Text.Json;
using EdgeLstm.Generator.Diagnostics;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Import.RtNeural;

/// <summary>The list <c>layers</c>: Keras's kernels [inputs, rows], its gate orders (LSTM i f c o, GRU z r h, reset after the product), causal convolutions.</summary>
sealed class KerasLayers
{
    readonly string file;
    readonly List<Layer> layers = [];

    KerasLayers(string file) => this.file = file;

    public static List<Layer> Read(JsonElement list, string file)
    {
        var reader = new KerasLayers(file);
        foreach (var layer in list.EnumerateArray())
            reader.Add(layer);
        return reader.layers;
    }

    void Add(JsonElement layer)
    {
        string type = layer.GetProperty("type").GetString() ?? "", where = $"layer {layers.Count + 1}, {type}";
        string activation = layer.TryGetProperty("activation", out var named) ? named.GetString() ?? "" : "";
        int units = layer.GetProperty("shape").EnumerateArray().Last().TryGetInt32(out int last) && last > 0 ? last : throw Bad(where, "no number of outputs in 'shape'", "one, as its last entry");
        Matrix[] weights = [.. layer.GetProperty("weights").EnumerateArray().Select(matrix => Matrix.Read(matrix, file, where))];
        string name = $"{type}_{layers.Count + 1}";
        int[] sources = [layers.Count - 1];
        switch (type)
        {
            case "dense" or "time-distributed-dense":
                Require(weights, where, units, [["inputs", units], [units]], required: 1);
                layers.Add(new DenseLayer { Name = name, Sources = sources, W = weights[0].Transposed(), Bias = Bias(weights, 1, units), Activation = Function(activation, where) });
                break;
            case "activation":
                Activate(name, activation, units, where);
                return;
            case "lstm":
                RequireTanh(activation, where);
                Require(weights, where, units, [["inputs", 4 * units], [units, 4 * units], [4 * units]], required: 3);
                layers.Add(Recurrent(name, sources, new LstmCell(), weights, weights[2].Values, units));
                break;
            case "gru":
                RequireTanh(activation, where);
                Require(weights, where, units, [["inputs", 3 * units], [units, 3 * units], [2, 3 * units]], required: 3);
                float[] both = weights[2].Values, bias = both[..(3 * units)];
                for (int k = 0; k < 2 * units; k++)
                    bias[k] += both[3 * units + k];
                layers.Add(Recurrent(name, sources, new GruCell { ResetAfter = true, RecurrentBias = both[^units..] }, weights, bias, units));
                break;
            case "conv1d":
                layers.Add(Conv(layer, name, sources, weights, units, activation, where));
                break;
            default:
                throw new ModelException(ErrorCatalogue.UnsupportedOperator, $"a layer of type '{type.Short()}'", "dense, time-distributed-dense, activation, lstm, gru or conv1d",
                    "train the model with these", file, where);
        }
        if (layers.Count > 1 && layers[^1].Inputs != layers[^2].Outputs)
            throw Bad(where, $"weights for {layers[^1].Inputs} inputs behind a layer of {layers[^2].Outputs} outputs", "as many");
    }

    ConvLayer Conv(JsonElement layer, string name, int[] sources, Matrix[] weights, int units, string activation, string where)
    {
        int kernel = Number("kernel_size", 0), dilation = Number("dilation", 1);
        if (Number("groups", 1) != 1 || kernel is < 1 or > 4096 || dilation is < 1 or > 4096)
            throw Bad(where, $"a kernel of {kernel} with dilation {dilation} in {Number("groups", 1)} groups", "1 to 4096 in one group");
        Require(weights, where, units, [[kernel, "inputs", units], [units]], required: 1);
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
    void Activate(string name, string activation, int units, string where)
    {
        var function = Function(activation, where);
        if (layers.Count == 0 || layers[^1].Outputs != units)
            throw Bad(where, $"an activation of {units} values {(layers.Count == 0 ? "in front of all layers" : $"behind a layer of {layers[^1].Outputs}")}", "as many");
        if (layers[^1] is DenseLayer dense && dense.Activation == Activation.Identity)
            layers[^1] = dense with { Activation = function };
        else if (layers[^1] is ConvLayer conv && conv.Activation == Activation.Identity)
            layers[^1] = conv with { Activation = function };
        else
            layers.Add(new ActivationLayer { Name = name, Sources = [layers.Count - 1], Activation = function, Width = units });
    }

    Activation Function(string name, string where) => name switch
    {
        "" or "linear" => Activation.Identity,
        "tanh" => Activation.Tanh,
        "relu" => Activation.Relu,
        "sigmoid" => Activation.Sigmoid,
        "softmax" => Activation.Softmax,
        "elu" => new(new ScalarFunction(FunctionKind.Elu, 1)),
        _ => throw new ModelException(ErrorCatalogue.UnsupportedAttribute, $"activation '{name.Short()}'", "tanh, relu, sigmoid, softmax, elu or none", "train with one of these", file, where),
    };

    void RequireTanh(string activation, string where)
    {
        if (activation is not ("" or "tanh"))
            throw new ModelException(ErrorCatalogue.UnsupportedAttribute, $"activation '{activation.Short()}' of a recurrent layer", "tanh", "train with the standard activations", file, where);
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
        "the file contradicts itself: export the model again, or correct 'shape' if the weights are right", file, where);
}
