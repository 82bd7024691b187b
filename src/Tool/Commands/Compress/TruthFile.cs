using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Search;

namespace EdgeLstm.Tool.Commands.Compress;

/// <summary>What a model's outputs should have been, out of a file.</summary>
static class TruthFile
{
    /// <summary>Samples with the truth in a file, which has to have a row for each that the model answers with.</summary>
    /// <param name="path">.npy or .csv; null: none.</param>
    /// <param name="option">The option that names the file, for messages.</param>
    public static Examples Load(Dataset data, string? path, string option, Network network)
    {
        (string dataName, string remedy) = option == "--truth"
            ? ("--data", "give one row per window of --data; what --test should have given is --test-truth")
            : ("--test", "give one row per window of --test");
        return Examples.Of(data, path is null ? null : Values(path, network), network, dataName, remedy, path);
    }

    static float[] Values(string path, Network network)
    {
        if (TableFile.Is(path))
            return TableFile.Read([path], [.. network.Outputs.Select(output => output.Name)], TableRules.None).Values;
        if (path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase))
            return NpyFile.Read(path).Values;
        throw new ModelException(ErrorCatalogue.UnknownDataKind, $"'{Path.GetExtension(path)}' as the file's ending",
            TableFile.Endings, "convert the file to one of them", path);
    }
}
