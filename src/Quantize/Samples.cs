using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize;

/// <summary>
/// Samples for a model: windows, or streams that a state is carried on through. A model reads them, since its names and units say what the
/// columns are: <see cref="TrainedModel.ReadSamples"/>.
/// </summary>
public sealed class Samples
{
    readonly IReadOnlyList<Channel> _channels;

    internal Samples(Dataset data, IReadOnlyList<Channel> channels, string? source = null) =>
        (Data, _channels, Source) = (data, channels, source);

    /// <summary>Windows, or streams.</summary>
    public int Windows => Data.Windows;

    /// <summary>Samples in all windows, each as often as it is in one.</summary>
    public long Count => Data.Samples;

    /// <summary>What was noticed while they were read, in sentences.</summary>
    public IReadOnlyList<string> Notes => Data.Notes;

    internal Dataset Data { get; }

    /// <summary>The first file that they came from; null where they came from none.</summary>
    internal string? Source { get; }

    internal static Samples Read(string path, IReadOnlyList<Channel> channels, TableRules rules) =>
        new(InputBinding.Load([path], channels, rules), channels, path);

    internal static Samples Of(ReadOnlySpan<float> values, int steps, IReadOnlyList<Channel> channels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        int window = steps * channels.Count;
        if (values.Length == 0 || values.Length % window != 0)
            throw new ModelException(ErrorCatalogue.DataShape, $"{values.Length} values",
                $"windows of {steps} samples of {channels.Count} values each, {window} in all", "give whole windows");
        return new(new(values.Length / window, steps, channels.Count, values.ToArray()), channels);
    }

    /// <summary>The same in other channels' units.</summary>
    internal Dataset In(IReadOnlyList<Channel> channels) => channels.Count == _channels.Count
        ? Data with { Values = new UnitMap(_channels, channels).Apply(Data.Values) }
        : throw new ModelException(ErrorCatalogue.DataShape, $"samples of {_channels.Count} values",
            $"{channels.Count}, the model's inputs", "read them with this model");
}
