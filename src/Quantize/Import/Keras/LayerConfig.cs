using System.Text.Json;
using EdgeLstm.Generator.Model.Errors;

namespace EdgeLstm.Quantize.Import.Keras;

/// <summary>The settings of a layer, under the names that any version of Keras gave them, and errors that say whose they are.</summary>
/// <param name="Name">The layer's, behind the names of the models that it is in.</param>
sealed record LayerConfig(JsonElement Settings, string ClassName, string Name, string File)
{
    /// <summary>Name and class, for messages.</summary>
    public string Label => $"{Name.Short()} ({ClassName.Short()})";

    /// <summary>The first of these that is there and not null.</summary>
    public JsonElement? Find(params string[] names)
    {
        foreach (string name in names)
            if (Settings.Entry(name) is { } value)
                return value;
        return null;
    }

    public bool Has(params string[] names) => Find(names) is not null;

    public bool Flag(bool absent, params string[] names) => Find(names) is not { } value ? absent : value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number when value.TryGetInt32(out int number) && number is 0 or 1 => value.GetInt32() == 1,
        _ => throw Odd(names[0], value, "true or false"),
    };

    /// <summary>A whole number, or a list of one: 1 to 65536.</summary>
    public int Size(int? absent, params string[] names)
    {
        if (Find(names) is not { } value)
            return absent ?? throw Refusal(ErrorCatalogue.NotKeras, $"no '{names[0]}'", "one", "save the model again with model.save");
        return Single(value) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out int size) && size is > 0 and <= 1 << 16
            ? size : throw Odd(names[0], value, "1 to 65536");
    }

    /// <summary>A whole number of either sign, or a list of one.</summary>
    public int Integer(int absent, params string[] names) => Find(names) is not { } value ? absent
        : Single(value) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out int integer) ? integer
        : throw Odd(names[0], value, "one whole number");

    public double Number(double absent, params string[] names) => Find(names) is not { } found ? absent
        // tf.keras writes numbers of numpy as objects.
        : (found.Text("class_name") == "__numpy__" ? found.Entry("config")?.Entry("value") ?? found : found) is var value
        && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && double.IsFinite(number) ? number
        : throw Odd(names[0], value, "a finite number");

    public string Text(string absent, params string[] names) => Find(names) is not { } value ? absent
        : value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Odd(names[0], value, "a text");

    /// <summary>A number for all features, or one for each.</summary>
    public double[]? Numbers(params string[] names)
    {
        if (Find(names) is not { } value)
            return null;
        var flat = new List<double>();
        Collect(value, 0);
        return [.. flat];

        void Collect(JsonElement at, int depth)
        {
            if (at.ValueKind == JsonValueKind.Array && depth < 4)
                foreach (var inner in at.EnumerateArray())
                    Collect(inner, depth + 1);
            else
                flat.Add(at.ValueKind == JsonValueKind.Number && at.TryGetDouble(out double number) && double.IsFinite(number) ? number
                    : throw Odd(names[0], value, "finite numbers"));
        }
    }

    /// <summary>Whole numbers, −1 and null alike for what is free.</summary>
    public int[] Integers(string name) => Find(name) is { ValueKind: JsonValueKind.Array } list
        ? [.. list.EnumerateArray().Select(entry => entry.ValueKind == JsonValueKind.Null ? -1
            : entry.ValueKind == JsonValueKind.Number && entry.TryGetInt32(out int size) ? size : throw Odd(name, list, "whole numbers"))]
        : Find(name) is { ValueKind: JsonValueKind.Number } one && one.TryGetInt32(out int single) ? [single]
        : throw Refusal(ErrorCatalogue.NotKeras, $"no list '{name}'", "one", "save the model again with model.save");

    /// <summary>Whether an axis, or the one of a list, is the last of so many.</summary>
    public bool IsLastAxis(int rank, int absent = -1) => Integer(absent, "axis") is var axis && (axis == -1 || axis == rank - 1);

    public ModelException Refusal(string id, string found, string expected, string remedy) => new(id, found, expected, remedy, File, Label);

    /// <summary>A setting of a value that is not implemented.</summary>
    public ModelException Odd(string name, string found, string expected) => Refusal(ErrorCatalogue.UnsupportedAttribute,
        $"{name} = {found.Short()}", expected, "train the model so, or export it to ONNX");

    ModelException Odd(string name, JsonElement value, string expected) => Odd(name, value.GetRawText(), expected);

    static JsonElement? Single(JsonElement value) =>
        value.ValueKind != JsonValueKind.Array ? value : value.GetArrayLength() == 1 ? value[0] : null;
}
