using EdgeLstm.Generator.Model.Errors;

namespace EdgeLstm.Quantize.Import.Keras;

/// <summary>The file in the same folder that has the other half of a model: one of the same name, or the only one that there is.</summary>
static class NeighbourFile
{
    /// <summary>More files than a folder of models has are not looked at.</summary>
    const int MaxFiles = 2000;

    /// <summary>How people tell the weights' file from the architecture's.</summary>
    static readonly string[] Tails = [".weights", "_weights", "-weights", ".best", "_best", ".model", "_model", "-model", "_architecture"];

    /// <summary>Its path; null where there is none.</summary>
    /// <param name="kind">Of the file that is missing.</param>
    /// <exception cref="ModelException">ELSTM113: several might be it.</exception>
    public static string? Find(string path, KerasKind kind)
    {
        string full = Path.GetFullPath(path), folder = Path.GetDirectoryName(full)!;
        string[] endings = kind == KerasKind.Json ? [".json"] : [".h5", ".hdf5", ".keras"];
        string[] found;
        try
        {
            found = [.. Directory.EnumerateFiles(folder).Take(MaxFiles)
                .Where(file => file != full && endings.Contains(Path.GetExtension(file).ToLowerInvariant())).Order(StringComparer.Ordinal)
                .Where(file => IsOf(file, kind))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        string[] same = [.. found.Where(file => Stem(file) == Stem(full))];
        return same.Length == 1 ? same[0] : found.Length switch
        {
            0 => null,
            1 => found[0],
            _ => throw new ModelException(ErrorCatalogue.NotKeras,
                $"{found.Length} files beside it that might be its other half "
                    + $"({string.Join(", ", found.Take(4).Select(Path.GetFileName))})",
                "one, or one of the same name", "give both the same name but for the ending", Path.GetFileName(path)),
        };
    }

    static bool IsOf(string path, KerasKind kind)
    {
        try
        {
            using var file = ModelFile.Open(path);
            return KerasSignature.Of(file) == kind;
        }
        catch (ModelException)
        {
            return false;
        }
    }

    /// <summary>
    /// A file's name without its ending, and without what says which half it is. config.json belongs to
    /// model.weights.h5.
    /// </summary>
    static string Stem(string path)
    {
        string stem = Path.GetFileNameWithoutExtension(path).ToLowerInvariant();
        foreach (string tail in Tails)
            if (stem.Length > tail.Length && stem.EndsWith(tail, StringComparison.Ordinal))
                stem = stem[..^tail.Length];
        return stem is "config" or "weights" or "architecture" ? "model" : stem;
    }
}
