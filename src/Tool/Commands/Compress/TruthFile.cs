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
        if (path is null)
            return new(data, null);
        float[] values = Values(path, network);
        int outputs = network.Outputs.Count, expected = Examples.Rows(data, network) * outputs;
        if (values.Length != expected)
            throw new ModelException(ErrorCatalogue.DataShape, $"{values.Length} values of truth",
                $"{expected}, one for each that the model gives on {(option == "--truth" ? "--data" : "--test")}",
                option == "--truth" ? "give one row per window of --data; what --test should have given is --test-truth"
                    : "give one row per window of --test", path);
        for (int k = 0; k < outputs; k++)
            if (!values.Where((value, at) => at % outputs == k && float.IsFinite(value)).Any())
                throw new ModelException(ErrorCatalogue.DataShape, $"no number of truth for output '{network.Outputs[k].Name}'", "some",
                    $"give its values in {option}", path);
        return new(data, values);
    }

    static float[] Values(string path, Network network)
    {
        if (path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
            return TableFile.Read(path, [.. network.Outputs.Select(output => output.Name)], TableRules.None).Values;
        if (path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase))
            return NpyFile.Read(path).Values;
        throw new ModelException(ErrorCatalogue.UnknownDataKind, $"'{Path.GetExtension(path)}' as the file's ending", ".npy or .csv",
            "convert the file to one of them", path);
    }
}
