using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Onnx;

namespace EdgeLstm.Quantize.Import.Onnx;

/// <summary>Channels from a graph: names and units out of the metadata where it has them, <c>name[unit], name[unit], …</c>.</summary>
static class GraphChannels
{
    public static List<(string Name, string Unit)> Read(ModelProto model, string key, IEnumerable<(string, string)> otherwise, string file)
    {
        var defaults = otherwise.ToList();
        string? text = model.MetadataProps.LastOrDefault(property => property.Key == key)?.Value;
        if (string.IsNullOrWhiteSpace(text))
            return defaults;
        List<(string, string)> names = [.. text.Split(',').Select(Split)];
        return names.Count == defaults.Count && names.TrueForAll(name => name.Item1.Length > 0)
            ? names
            : throw new ModelException(ErrorCatalogue.BadSchema, $"{names.Count} names in metadata '{key}'", $"{defaults.Count} names, none empty",
                "correct the metadata, or leave it out", file);
    }

    static (string, string) Split(string entry)
    {
        entry = entry.Trim();
        int open = entry.IndexOf('[');
        return open > 0 && entry.EndsWith(']') ? (entry[..open].Trim(), entry[(open + 1)..^1].Trim()) : (entry, "");
    }
}
