using System.Text.Json;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Import.PyTorch.Modules;

namespace EdgeLstm.Quantize.Import.RtNeural;

/// <summary>
/// A PyTorch state dictionary: <c>module.weight_ih_l0</c> … of LSTM (i f g o), GRU (r z n, reset after the product) and RNN (tanh) modules of any depth, and
/// <c>module.weight</c> of linear ones. It does not say how modules are connected: they are taken one behind the other, and their sizes have to fit.
/// </summary>
static class StateDictionary
{
    public static List<Layer> Read(JsonElement root, string file, List<string> notes)
    {
        var tensors = new Dictionary<string, Matrix>();
        var order = new List<string>(); // modules, or layers of one, in the file's order
        foreach (var property in root.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.Array)
                throw new ModelException(ErrorCatalogue.NotRtNeural, $"'{property.Name.Short()}' that is no array", "the tensors of a PyTorch state dictionary, or 'layers'", "export the model with RTNeural's scripts", file);
            tensors[property.Name] = Matrix.Read(property.Value, file, property.Name);
            string module = Module(property.Name, file);
            if (!order.Contains(module))
                order.Add(module);
        }

        var layers = new List<Layer>();
        foreach (string module in order)
        {
            layers.Add(tensors.ContainsKey(Named(module, "weight_ih")) ? Recurrent(module, layers.Count - 1) : Linear(module, layers.Count - 1));
            if (layers.Count > 1 && layers[^1].Inputs != layers[^2].Outputs)
                throw Bad(module, $"weights for {layers[^1].Inputs} inputs behind a module of {layers[^2].Outputs} outputs", "modules that run one behind the other");
        }
        Assume(layers, notes);
        return layers;

        RecurrentLayer Recurrent(string module, int source)
        {
            Matrix w = Tensor(module, "weight_ih"), u = Tensor(module, "weight_hh");
            int units = u.Rank == 2 ? u.Sizes[1] : 0, gates = units > 0 ? u.Sizes[0] / units : 0;
            if (gates is not (1 or 3 or 4) || u.Sizes[0] != gates * units || w.Rank != 2 || w.Sizes[0] != gates * units)
                throw Bad(module, $"weights of shapes {w.Shape} and {u.Shape}", "[gates · units, inputs] and [gates · units, units], of 1, 3 or 4 gates");
            return TorchCell.Layer(module, source, w.Values, u.Values, units, Bias("bias_ih"), Bias("bias_hh"), ScalarFunction.Tanh);

            float[] Bias(string what) => !tensors.TryGetValue(Named(module, what), out var given) ? new float[gates * units]
                : given is { Rank: 1 } && given.Values.Length == gates * units ? given.Values : throw Bad(module, $"{what} of shape {given.Shape}", $"[{gates * units}]");
        }

        DenseLayer Linear(string module, int source)
        {
            var w = Tensor(module, "weight");
            if (w.Rank != 2)
                throw Bad(module, $"a weight of shape {w.Shape}", "[outputs, inputs]");
            float[] bias = !tensors.TryGetValue($"{module}.bias", out var given) ? new float[w.Sizes[0]]
                : given is { Rank: 1 } && given.Values.Length == w.Sizes[0] ? given.Values : throw Bad(module, $"a bias of shape {given.Shape}", $"[{w.Sizes[0]}]");
            return new() { Name = module, Sources = [source], W = w.Values, Bias = bias, Activation = Activation.Identity };
        }

        Matrix Tensor(string module, string what) => tensors.TryGetValue(Named(module, what), out var found) ? found : throw Bad(module, $"no '{Named(module, what)}'", "the module's weights");

        ModelException Bad(string module, string found, string expected) => new(ErrorCatalogue.BadShape, found, expected,
            "export to ONNX where the modules are connected in another way", file, module);
    }

    /// <summary>What the file does not say.</summary>
    static void Assume(List<Layer> layers, List<string> notes)
    {
        string order = string.Join(" → ", layers.Take(12).Select(layer => layer.Name)) + (layers.Count > 12 ? " → …" : "");
        notes.Add($"a PyTorch state dictionary has weights and no graph. Taken for granted: {order}, in the file's order; no activation function (ReLU, sigmoid), residual connection, gain or normalisation without weights between them or behind. "
            + "Compare 'edgelstm run' with PyTorch's answers, or export to ONNX, which says all of it");
        string[] plain = [.. layers.OfType<RecurrentLayer>().Where(layer => layer.Cell is ElmanCell).Select(layer => layer.Name).Take(12)];
        if (plain.Length > 0)
            notes.Add($"nonlinearity of {string.Join(", ", plain)}: taken as tanh, PyTorch's default; the file does not say");
    }

    /// <summary><c>lstm.weight_ih_l0</c> is of module <c>lstm_l0</c>; <c>dense.weight</c> of <c>dense</c>.</summary>
    static string Module(string tensor, string file)
    {
        int dot = tensor.LastIndexOf('.'), layer = tensor.LastIndexOf("_l", StringComparison.Ordinal);
        string what = dot < 0 ? "" : tensor[(dot + 1)..];
        if (what is "weight" or "bias")
            return tensor[..dot];
        return dot >= 0 && layer > dot && tensor[(dot + 1)..layer] is "weight_ih" or "weight_hh" or "bias_ih" or "bias_hh" && int.TryParse(tensor.AsSpan(layer + 2), out int _)
            ? tensor[..dot] + tensor[layer..]
            : throw new ModelException(ErrorCatalogue.UnsupportedStructure, $"tensor '{tensor.Short()}'", "weights and biases of LSTM, GRU, RNN and Linear modules, forward and without projection",
                "export to ONNX", file);
    }

    static string Named(string module, string what)
    {
        int layer = module.LastIndexOf("_l", StringComparison.Ordinal);
        return what == "weight" || layer < 0 ? $"{module}.{what}" : $"{module[..layer]}.{what}{module[layer..]}";
    }
}
