using System.Text.Json;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Import.RtNeural;

/// <summary>
/// What stands beside the list <c>layers</c>: the input's shape, and what programs around RTNeural do to its input and output.
/// </summary>
static class KerasModel
{
    /// <summary>
    /// Numbers that change what is computed, which is not in the layers. Programs that read them differ in what they do with them, and
    /// RTNeural itself does nothing; 0 is nothing everywhere.
    /// </summary>
    static readonly string[] Around = ["in_skip", "skip", "input_skip", "in_gain", "out_gain", "input_gain", "output_gain"];

    public static List<Layer> Read(JsonElement root, JsonElement list, string file, List<string> notes)
    {
        foreach (var property in root.EnumerateObject().Where(property => Around.Contains(property.Name)))
            if (property.Value.ValueKind is not (JsonValueKind.Null or JsonValueKind.False) && !(property.Value.ValueKind == JsonValueKind.Number && property.Value.GetDouble() == 0))
                throw new ModelException(ErrorCatalogue.UnsupportedAttribute, $"{property.Name} = {property.Value.GetRawText().Short()}", "0, or none: RTNeural's layers alone",
                    "export the whole model to ONNX, residual and gains in the graph; or set it to 0 and do that outside of the model", file);

        var layers = KerasLayers.Read(list, file, notes);
        if (layers.Count > 0 && root.TryGetProperty("in_shape", out var shape) && shape.ValueKind == JsonValueKind.Array && shape.GetArrayLength() > 0
            && shape.EnumerateArray().Last() is { ValueKind: JsonValueKind.Number } inputs && inputs.GetDouble() != layers[0].Inputs)
            throw new ModelException(ErrorCatalogue.BadShape, $"'in_shape' of {inputs.GetRawText()} inputs and a first layer of {layers[0].Inputs}", "as many",
                "the file contradicts itself: export the model again", file);
        string[] ignored = [.. root.EnumerateObject().Select(property => property.Name).Where(name => name is not ("in_shape" or "layers") && !Around.Contains(name)).Take(12)];
        if (ignored.Length > 0)
            notes.Add($"beside the layers the file has {string.Join(", ", ignored.Select(name => $"'{name.Short()}'"))}: not read");
        return layers;
    }
}
