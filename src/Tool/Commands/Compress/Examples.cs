using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Tool.Commands.Compress;

/// <summary>Samples, and what the outputs should have been.</summary>
/// <param name="Truth">Row by row as the model answers; null where it is not known.</param>
readonly record struct Examples(Dataset Data, float[]? Truth)
{
    /// <summary>The beginning and the end, as <see cref="Split"/> has them; null where they cannot be parted.</summary>
    public (Examples First, Examples Last)? Parts(bool streams)
    {
        if (Split.Of(Data, streams) is not var (first, last))
            return null;
        int own = Truth is { Length: var length } ? length / Units(Data) : 0;
        return (new(first, Truth?[..(own * Units(first))]), new(last, Truth?[^(own * Units(last))..]));
    }

    /// <summary>Evenly chosen windows of at most so many steps together.</summary>
    public Examples Subsample(int maxSteps)
    {
        var thin = Split.Subsample(Data, maxSteps);
        if (Truth is not { } truth || thin.Windows == Data.Windows)
            return this with { Data = thin };
        int own = truth.Length / Units(Data);
        var (data, ends) = (Data, new int[Data.Windows]);
        for (int n = 0; n < ends.Length; n++)
            ends[n] = (n == 0 ? 0 : ends[n - 1]) + (IsBySample ? Data.Length(n) : 1) * own;
        return new(thin, [.. Enumerable.Range(0, thin.Windows).Select(n => Split.Nth(n, thin.Windows, data.Windows))
            .SelectMany(n => truth[(n == 0 ? 0 : ends[n - 1])..ends[n]])]);
    }

    /// <summary>With the truth in a file, which has to have a row for each that the model answers with.</summary>
    /// <param name="path">.npy or .csv; null: none.</param>
    /// <param name="option">The option that names the file, for messages.</param>
    public static Examples Load(Dataset data, string? path, string option, Network network)
    {
        if (path is null)
            return new(data, null);
        float[] values = Values(path, network);
        int outputs = network.Outputs.Count, expected = Rows(data, network) * outputs;
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

    /// <summary>Whether the samples are recordings, of which every step counts.</summary>
    public static bool IsStream(Dataset data, Network network) =>
        (data.AreStreams || data.Windows == 1) && network is { CanStream: true, Window: null };

    /// <summary>Whether the truth has a row for each sample of several streams, and not one for each stream.</summary>
    bool IsBySample => Data.AreStreams && Truth is { } truth && truth.Length >= Data.Samples && truth.Length % Data.Samples == 0;

    /// <summary>What a truth's values are parted by: windows, or the steps of a single one, or of streams.</summary>
    int Units(Dataset data) => IsBySample ? (int)data.Samples : data.Windows > 1 ? data.Windows : data.Steps;

    static int Rows(Dataset data, Network network) =>
        IsStream(data, network) ? (int)data.Samples : data.Windows * (network.EveryStep ? network.OutputSteps(data.Steps) : 1);

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
