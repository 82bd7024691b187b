using System.Text.Json;

namespace EdgeLstm.Quantize.Import.Keras;

/// <summary>What a layer of a functional model is called with: Keras 3 has an object with its arguments, older ones a list.</summary>
static class CallReader
{
    const int MaxDepth = 16;

    /// <param name="around">Names of the models that the layer is in.</param>
    public static KerasCall Read(JsonElement node, string around, LayerConfig layer)
    {
        if (OperationCall.NameOf(layer) is { } operation)
            return Operation(node, around, layer, operation);
        if (node.Entry("args") is { } args)
            return new(Refs(args, around), node.Entry("kwargs") is { } named ? Argument(named) : null);
        string? argument = node.ValueKind != JsonValueKind.Array ? null
            : node.EnumerateArray().Select(tensor => tensor.ValueKind == JsonValueKind.Array && tensor.GetArrayLength() > 3
                ? Argument(tensor[3]) : null).FirstOrDefault(found => found is not null);
        return new(Refs(node, around), argument);
    }

    /// <summary>An operation's first value, a second one, and the rest as it stands.</summary>
    static KerasCall Operation(JsonElement node, string around, LayerConfig layer, string name)
    {
        if (node.Entry("args") is { } args)
        {
            var places = args.ValueKind == JsonValueKind.Array && args.GetArrayLength() > 1 ? args[1] : default;
            return new(Refs(args, around)) { Operation = new(name, places, layer.Settings) };
        }

        // The first value, with all else behind it.
        var first = node;
        while (first.ValueKind == JsonValueKind.Array && first.GetArrayLength() == 1 && first[0].ValueKind == JsonValueKind.Array)
            first = first[0];
        var settings = first.ValueKind == JsonValueKind.Array && first.GetArrayLength() > 3 ? first[3] : default;
        List<TensorRef> values = [.. Refs(first, around), .. settings.Entry("y") is { } second ? Refs(second, around) : []];
        return new(values) { Operation = new(name, settings.Entry("slice_spec") ?? default, settings) };
    }

    /// <summary>All tensors that are named, in lists, objects or alone.</summary>
    public static List<TensorRef> Refs(JsonElement element, string around)
    {
        var found = new List<TensorRef>();
        Collect(element, 0);
        return found;

        void Collect(JsonElement at, int depth)
        {
            if (depth > MaxDepth)
                return;
            if (One(at) is { } reference)
                found.Add(reference with { Layer = around + reference.Layer });
            else if (at.ValueKind == JsonValueKind.Array)
                foreach (var inner in at.EnumerateArray())
                    Collect(inner, depth + 1);
            else if (at.ValueKind == JsonValueKind.Object)
                foreach (var inner in at.EnumerateObject())
                    Collect(inner.Value, depth + 1);
        }
    }

    static TensorRef? One(JsonElement element)
    {
        var tensor = element.Text("class_name") == "__keras_tensor__" && element.Entry("config")?.Entry("keras_history") is { } history
            ? history : element;
        return tensor.ValueKind == JsonValueKind.Array && tensor.GetArrayLength() >= 3 && tensor[0].ValueKind == JsonValueKind.String
            && tensor[1].ValueKind == JsonValueKind.Number && tensor[1].TryGetInt32(out int node)
            && tensor[2].ValueKind == JsonValueKind.Number && tensor[2].TryGetInt32(out int output)
            ? new(tensor[0].GetString()!, node, output) : null;
    }

    /// <summary>
    /// An argument that is neither null nor false: training=True is dropout that goes on, initial_state a computed
    /// state.
    /// </summary>
    static string? Argument(JsonElement named)
    {
        if (named.ValueKind != JsonValueKind.Object)
            return null;
        foreach (var argument in named.EnumerateObject())
            if (argument.Value.ValueKind is not (JsonValueKind.Null or JsonValueKind.False)
                && !(argument.Value.ValueKind is JsonValueKind.Array && argument.Value.GetArrayLength() == 0))
                return argument.Value.ValueKind is JsonValueKind.True or JsonValueKind.Number or JsonValueKind.String
                    ? $"{argument.Name.Short()} = {argument.Value.GetRawText().Short()}" : argument.Name.Short();
        return null;
    }
}
