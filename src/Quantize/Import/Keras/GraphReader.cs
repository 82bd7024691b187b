using System.Text.Json;
using System.Text.RegularExpressions;
using EdgeLstm.Generator.Model.Errors;

namespace EdgeLstm.Quantize.Import.Keras;

/// <summary>The architecture, as any version of Keras writes it, as a graph.</summary>
static partial class GraphReader
{
    const int MaxLayers = 4096;

    /// <summary>Whether a layer of this class is a model with layers of its own.</summary>
    public static bool IsModel(string className) => className is "Sequential" or "Functional" or "Model";

    /// <param name="model">class_name and config.</param>
    /// <param name="around">Names of the models that it is in, each with a slash behind it.</param>
    public static KerasGraph Read(JsonElement model, string file, string around = "")
    {
        string className = model.Text("class_name") ?? "";
        if (!IsModel(className))
            throw new ModelException(ErrorCatalogue.UnsupportedStructure, $"a model of class '{className.Short()}'",
                "Sequential or Functional",
                "the code of a model's own class is not in the file: export the model to ONNX, or build it of Keras's layers", file,
                around.Length == 0 ? null : around.TrimEnd('/'));
        if (model.Entry("config") is not { } config)
            throw Damaged("no 'config'", file);
        var list = config.ValueKind == JsonValueKind.Array ? config : config.Entry("layers") ?? default;
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() is 0 or > MaxLayers)
            throw Damaged("no list 'layers', or one without entries", file);
        string name = config.Text("name") ?? "";
        return className == "Sequential"
            ? Sequential(model, config, list, name, file, around)
            : Functional(config, list, name, file, around);
    }

    static KerasGraph Sequential(JsonElement model, JsonElement config, JsonElement list, string name, string file, string around)
    {
        var layers = new List<KerasLayer>();
        var names = new ContainerNames();
        string before = "";
        foreach (var entry in list.EnumerateArray())
        {
            var layer = Config(entry, file, around, layers.Count);
            if (layers.Count == 0 && layer.ClassName != "InputLayer")
            {
                before = $"{layer.Name}_input";
                layers.Add(new(new(default, "InputLayer", before, file), "", [new([])]));
            }

            KerasCall call = new(layer.ClassName == "InputLayer" ? [] : [new(before, 0, 0)]);
            layers.Add(new(layer, names.Next(layer.ClassName), [call]));
            before = layer.Name;
        }

        return new(name, layers, [new(layers[0].Name, 0, 0)], [new(before, 0, 0)],
            Shape(layers[0].Config.Settings) ?? (list[0].Entry("config") is { } first ? Shape(first) : null)
            ?? Sizes(config.Entry("build_input_shape")) ?? BuildShape(model) ?? BuildShape(list[0]) ?? OfNested(list[0], file));
    }

    static KerasGraph Functional(JsonElement config, JsonElement list, string name, string file, string around)
    {
        var layers = new List<KerasLayer>();
        var names = new ContainerNames();
        foreach (var entry in list.EnumerateArray())
        {
            var layer = Config(entry, file, around, layers.Count, named: entry.Text("name"));
            var calls = entry.Entry("inbound_nodes") is { ValueKind: JsonValueKind.Array } nodes
                ? nodes.EnumerateArray().Select(node => CallReader.Read(node, around, layer)).ToList() : [];
            if (layer.ClassName == "InputLayer")
                calls = [new([])];
            layers.Add(new(layer, names.Next(layer.ClassName), calls));
        }

        if (layers.Select(layer => layer.Name).Distinct().Count() != layers.Count)
            throw Damaged("two layers of one name", file);
        var (inputs, outputs) = (Refs("input_layers"), Refs("output_layers"));
        var input = layers.Find(layer => inputs.Count > 0 && layer.Name == inputs[0].Layer);
        return new(name, layers, inputs, outputs, input is null ? null : Shape(input.Config.Settings));

        List<TensorRef> Refs(string key) => config.Entry(key) is { } refs && CallReader.Refs(refs, around) is { Count: > 0 } found ? found
            : throw Damaged($"a functional model without '{key}'", file);
    }

    static LayerConfig Config(JsonElement entry, string file, string around, int index, string? named = null)
    {
        string className = entry.Text("class_name") ?? throw Damaged($"layer {index + 1} without 'class_name'", file);
        var settings = entry.Entry("config") ?? default;
        // A nested Sequential of Keras 1 has a list for its settings; the layers of a list have their names inside.
        string name = named ?? settings.Text("name") ?? entry.Text("name") ?? $"layer_{index + 1}";
        var layer = new LayerConfig(IsModel(className) ? entry : settings, className, around + name, file);
        RequireKeras(entry, layer);
        return layer;
    }

    /// <summary>A class of one's own may have the name of one of Keras's.</summary>
    static void RequireKeras(JsonElement entry, LayerConfig layer)
    {
        string module = entry.Text("module") ?? "keras", registered = entry.Text("registered_name") ?? "";
        bool keras = module.Split('.')[0] is "keras" or "tensorflow" or "tf_keras" or "builtins";
        if (!keras || registered.Contains('>') && !registered.StartsWith("keras", StringComparison.OrdinalIgnoreCase))
            throw layer.Refusal(ErrorCatalogue.UnsupportedOperator,
                $"a layer of a class of its own, '{(keras ? registered : module).Short()}'",
                "Keras's layers", "its code is not in the file, and would not be run: export the model to ONNX");
    }

    /// <summary>[batch, …] as an InputLayer or a first layer has it.</summary>
    static int?[]? Shape(JsonElement settings)
    {
        if (Sizes(settings.Entry("batch_shape") ?? settings.Entry("batch_input_shape")) is { } whole)
            return whole;
        // Keras 1's short forms.
        return Whole("input_dim") is int features ? [null, Whole("input_length"), features] : null;

        int? Whole(string key) =>
            settings.Entry(key) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out int whole) ? whole : null;
    }

    static int?[]? BuildShape(JsonElement entry) => entry.Entry("build_config") is { } build ? Sizes(build.Entry("input_shape")) : null;

    static int?[]? OfNested(JsonElement entry, string file) =>
        IsModel(entry.Text("class_name") ?? "") ? Read(entry, file, "?/").Shape : null;

    /// <summary>A shape, of an input that has one: a list, or a list of one list.</summary>
    static int?[]? Sizes(JsonElement? shape)
    {
        if (shape is not { ValueKind: JsonValueKind.Array } list)
            return null;
        if (list.GetArrayLength() == 1 && list[0].ValueKind == JsonValueKind.Array)
            list = list[0];
        int?[] sizes = new int?[list.GetArrayLength()];
        for (int i = 0; i < sizes.Length; i++)
            if (list[i].ValueKind == JsonValueKind.Number && list[i].TryGetInt32(out int size))
                sizes[i] = size;
            else if (list[i].ValueKind != JsonValueKind.Null)
                return null;
        return sizes;
    }

    static ModelException Damaged(string found, string file) => new(ErrorCatalogue.NotKeras, $"an architecture with {found}",
        "a list of layers as Keras writes it", "copy the file again, or save the model again with model.save", file);

    /// <summary>The names that Keras 3 gives a list's members in an archive.</summary>
    sealed partial class ContainerNames
    {
        readonly Dictionary<string, int> _counts = [];

        public string Next(string className)
        {
            string name = className[(className.LastIndexOf('>') + 1)..];
            name = Words().Replace(Tails().Replace(NoWord().Replace(name, ""), "$1_$2"), "$1_$2").ToLowerInvariant();
            int count = _counts[name] = _counts.GetValueOrDefault(name, -1) + 1;
            return count == 0 ? name : $"{name}_{count}";
        }

        [GeneratedRegex(@"\W+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
        private static partial Regex NoWord();

        [GeneratedRegex("(.)([A-Z][a-z]+)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
        private static partial Regex Tails();

        [GeneratedRegex("([a-z])([A-Z])", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
        private static partial Regex Words();
    }
}
