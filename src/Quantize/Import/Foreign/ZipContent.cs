namespace EdgeLstm.Quantize.Import.Foreign;

/// <summary>A zip archive that is no model, told by the names of what is in it.</summary>
static class ZipContent
{
    /// <summary>Names that are shown.</summary>
    const int Shown = 4;

    static readonly string[] Models = [".onnx", ".keras", ".h5", ".hdf5", ".pt", ".pth", ".ckpt", ".safetensors", ".elstm"];

    /// <summary>Null of what is no zip archive.</summary>
    public static FileContent? Of(ModelFile file)
    {
        if (!ZipNames.IsZip(file))
            return null;
        var names = ZipNames.Of(file);
        if (names.FirstOrDefault(name => Models.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))) is { } model)
            return new($"a zip archive with '{model.Short()}' in it", "unpack it: 'unzip {0}', and give that file");
        if (names.Any(name => name.EndsWith("saved_model.pb", StringComparison.Ordinal)))
            return new("a zip archive of a TensorFlow SavedModel",
                "unpack it: 'unzip {0} -d {1}', and 'python -m tf2onnx.convert --saved-model {1} --output {1}.onnx'");
        if (names.FirstOrDefault(name => name.EndsWith(".npy", StringComparison.Ordinal)) is { } array)
        {
            string key = array[..^".npy".Length].Short();
            return new($"NumPy arrays (.npz): {string.Join(", ", names.Take(Shown).Select(name => name.Replace(".npy", "").Short()))}",
                $"it is data: in Python, numpy.save(\"{{1}}.npy\", numpy.load(\"{{0}}\")[\"{key}\"]), and give that with a model");
        }

        if (names.Contains("xl/workbook.xml"))
            return new("a workbook (.xlsx)", "it is data: save it as .csv, and give that with a model");
        string list = string.Join(", ", names.Take(Shown).Select(name => name.Short())) + (names.Count > Shown ? ", …" : "");
        return new($"a zip archive{(list.Length > 0 ? $" of {list}" : "")}", "unpack it: 'unzip {0}', and give the model");
    }
}
