using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Import.PyTorch.Files;

namespace EdgeLstm.Quantize.Import.PyTorch.Modules;

/// <summary>Tells LSTM, GRU and RNN by the rows of their weights, and how many layers and directions a module has.</summary>
static class RecurrentShapes
{
    /// <exception cref="ModelException">Shapes that contradict each other, or a projection.</exception>
    public static TorchModule Module(string name, IReadOnlyDictionary<string, StoredTensor> tensors, string file)
    {
        TensorName[] names = [.. tensors.Keys.Select(parameter => new TensorName(name, parameter))];
        if (Array.Find(names, other => !other.IsRecurrent) is { Parameter: { } odd })
            throw Bad($"{odd} beside the weights of a recurrent module", "no other tensor");
        if (Array.Find(names, other => other.Parameter.StartsWith("weight_hr", StringComparison.Ordinal)) is { Parameter: { } projection })
            throw new ModelException(ErrorCatalogue.UnsupportedStructure, $"{projection}, a projection of the LSTM's output",
                "an LSTM without proj_size",
                "train it without proj_size; a Linear behind it is read", file, Node());
        bool isCell = tensors.ContainsKey("weight_hh");
        int layers = names.Max(other => other.Layer!.Value) + 1, directions = names.Any(other => other.IsReverse) ? 2 : 1;
        var first = Matrix(Parameter("weight_hh", 0, false));
        int units = first.Sizes[1], gates = units == 0 ? 0 : first.Sizes[0] / units;
        if (gates is not (1 or 3 or 4))
            throw Bad($"weight_hh of shape {first.Shape}",
                "[4 · units, units] of an LSTM, [3 · units, units] of a GRU or [units, units] of an RNN");
        int inputs = Matrix(Parameter("weight_ih", 0, false)).Sizes[1], used = 0;
        for (int layer = 0; layer < layers; layer++)
            for (int direction = 0; direction < directions; direction++)
            {
                int reads = layer == 0 ? inputs : directions * units;
                Require("weight_ih", layer, direction, optional: false, gates * units, reads);
                Require("weight_hh", layer, direction, optional: false, gates * units, units);
                bool bias = Require("bias_ih", layer, direction, optional: true, gates * units);
                if (bias != Require("bias_hh", layer, direction, optional: true, gates * units))
                    throw Bad($"one bias of layer {layer}", "both, or none");
            }

        if (used != tensors.Count || inputs == 0)
            throw Bad($"{tensors.Count} tensors of {layers} layers, {used} of them in place", "weights and biases of every layer");
        return new(name.Length > 0 ? name : Kind().ToString().ToLowerInvariant(), Kind(), tensors, inputs, directions * units);

        string Node() => name.Length > 0 ? name.Short() : "the model itself";

        ModuleKind Kind() => gates switch { 4 => ModuleKind.Lstm, 3 => ModuleKind.Gru, _ => ModuleKind.Rnn };

        bool Require(string what, int layer, int direction, bool optional, params int[] shape)
        {
            string parameter = Parameter(what, layer, direction == 1);
            if (!tensors.TryGetValue(parameter, out var tensor))
                return optional ? false : throw Bad($"no {parameter}", $"{layers} layers in {directions} directions");
            used++;
            return tensor.Sizes.SequenceEqual(shape) ? true : throw Bad($"{parameter} of shape {tensor.Shape}",
                $"[{string.Join(", ", shape)}]");
        }

        string Parameter(string what, int layer, bool reverse) => isCell ? what : TorchCell.Parameter(what, layer, reverse);

        StoredTensor Matrix(string parameter) => !tensors.TryGetValue(parameter, out var tensor)
            ? throw Bad($"no {parameter}", "the module's weights")
            : tensor.Sizes.Count == 2 ? tensor : throw Bad($"{parameter} of shape {tensor.Shape}", "two axes");

        ModelException Bad(string found, string expected) => new(ErrorCatalogue.BadShape, found, expected,
            "the file contradicts itself: save the weights again", file, Node());
    }
}
