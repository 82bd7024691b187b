using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Import.PyTorch.Pickles;

namespace EdgeLstm.Quantize.Import.PyTorch.Files;

/// <summary>
/// Says of a file that Python would have to run: what of it, by name. Of whole models, pickled or as TorchScript, also how to make an ONNX
/// file, with what the file tells of the model.
/// </summary>
static class ForeignCode
{
    /// <summary>Values that are looked through for the model's class and width.</summary>
    const int MaxVisited = 10_000;

    const string Weights = "the weights alone: torch.save(model.state_dict(), …)";

    public static ModelException Refusal(PickledFile pickled)
    {
        string file = pickled.File;
        var values = All(pickled.Content.Root);
        var module = values.Find(value => value.Value is PickleInstance instance && (pickled.IsScript || IsModule(instance)));
        if (module.Value is PickleInstance model)
        {
            string load = pickled.IsScript ? $"torch.jit.load(\"{file}\")" : $"torch.load(\"{file}\", weights_only=False){module.Path}";
            var advice = new ExportAdvice(file) { Model = load, Features = Width(values) };
            return new(ErrorCatalogue.CodeInFile,
                $"a {(pickled.IsScript ? "TorchScript" : "pickled")} model of class {Class(model.Type)}, which is code and weights",
                Weights, advice.Text, file);
        }

        if (pickled.IsScript)
            return new(ErrorCatalogue.CodeInFile, "a TorchScript archive, which is code and weights", Weights,
                new ExportAdvice(file) { Model = $"torch.jit.load(\"{file}\")" }.Text, file);
        var first = pickled.Content.Foreign[0];
        return new(ErrorCatalogue.CodeInFile, $"{first.Full} at byte {first.At} of the pickle, which Python would look up, and may call",
            "tensors and plain values",
            "where you trust the file's author, load it in Python and save the weights alone: torch.save(model.state_dict(), …)", file);
    }

    static bool IsModule(PickleInstance instance) => instance.State is PickleDict state && state["_modules"] is PickleDict;

    /// <summary>TorchScript puts a word of its own in front.</summary>
    static string Class(PickleName type) => type.Full.StartsWith("__torch__.", StringComparison.Ordinal)
        ? type.Full["__torch__.".Length..] : type.Full;

    /// <summary>Every value, from the outside in, and by which keys it is reached.</summary>
    static List<(object Value, string Path)> All(object? root)
    {
        var all = new List<(object Value, string Path)>();
        var visited = new HashSet<object>(ReferenceEqualityComparer.Instance);
        Add(root, "");
        for (int i = 0; i < all.Count; i++)
        {
            var (value, path) = all[i];
            if (value is PickleInstance instance)
                Add(instance.State, path);
            foreach (var (key, inner) in value is PickleDict dict ? dict.Entries : [])
                Add(inner, key is string name ? $"{path}[\"{name.Short()}\"]" : path);
        }

        return all;

        void Add(object? value, string path)
        {
            if (value is PickleDict or PickleInstance && all.Count < MaxVisited && visited.Add(value))
                all.Add((value, path));
        }
    }

    /// <summary>Features that the first module reads: as it was made with, or as its weights have it.</summary>
    static int? Width(List<(object Value, string Path)> values)
    {
        foreach (var dict in values.Select(value => value.Value).OfType<PickleDict>())
            foreach (string name in (string[])["input_size", "in_features", "weight_ih_l0", "weight"])
                if (dict[name] is long and > 0 and < int.MaxValue and var size
                    || dict[name] is TensorView { Sizes: [_, > 0 and < int.MaxValue and var columns] } && (size = columns) > 0)
                    return (int)size;
        return null;
    }
}
