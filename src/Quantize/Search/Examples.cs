using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Search;

/// <summary>Samples, and what the outputs should have been.</summary>
/// <param name="Truth">Row by row as the model answers; null where it is not known.</param>
readonly record struct Examples(Dataset Data, float[]? Truth)
{
    /// <summary>Samples with a truth, which has to have a row for each that the model answers with.</summary>
    /// <param name="dataName">What the samples are called in messages.</param>
    /// <param name="remedy">Where there are too few or too many rows.</param>
    /// <param name="path">The truth's file.</param>
    /// <exception cref="ModelException">ELSTM153.</exception>
    public static Examples Of(Dataset data, float[]? truth, Network network, string dataName, string remedy, string? path = null)
    {
        if (truth is null)
            return new(data, null);
        int outputs = network.Outputs.Count, expected = Rows(data, network) * outputs;
        if (truth.Length != expected)
            throw new ModelException(ErrorCatalogue.DataShape, $"{truth.Length} values of truth",
                $"{expected}, one for each that the model gives on {dataName}", remedy, path);
        for (int k = 0; k < outputs; k++)
            if (!truth.Where((value, at) => at % outputs == k && float.IsFinite(value)).Any())
                throw new ModelException(ErrorCatalogue.DataShape, $"no number of truth for output '{network.Outputs[k].Name}'", "some",
                    $"give its values for {dataName}", path);
        return new(data, truth);
    }

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

    /// <summary>Whether the samples are recordings, of which every step counts.</summary>
    public static bool IsStream(Dataset data, Network network) =>
        (data.AreStreams || data.Windows == 1) && network is { CanStream: true, Window: null };

    /// <summary>Rows that a model answers such samples with, and a truth of them has to have.</summary>
    public static int Rows(Dataset data, Network network) =>
        IsStream(data, network) ? (int)data.Samples : data.Windows * (network.EveryStep ? network.OutputSteps(data.Steps) : 1);

    /// <summary>Whether the truth has a row for each sample of several streams, and not one for each stream.</summary>
    bool IsBySample => Data.AreStreams && Truth is { } truth && truth.Length >= Data.Samples && truth.Length % Data.Samples == 0;

    /// <summary>What a truth's values are parted by: windows, or the steps of a single one, or of streams.</summary>
    int Units(Dataset data) => IsBySample ? (int)data.Samples : data.Windows > 1 ? data.Windows : data.Steps;
}
