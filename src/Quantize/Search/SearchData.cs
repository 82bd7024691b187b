using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Search;

/// <summary>What trials are calibrated on and chosen by, what the chosen one is calibrated on, and what it is reported on.</summary>
/// <param name="Trials">The first part of the data.</param>
/// <param name="Seen">Of that, what trials are measured on: a held-out end may be an easy one, and an error on what a model was calibrated
/// on is one all the same.</param>
/// <param name="HeldOut">Of the data's end, likewise.</param>
/// <param name="Test">What no model saw.</param>
sealed record SearchData(Dataset Trials, EvaluationSamples Seen, EvaluationSamples HeldOut, Dataset All, EvaluationSamples Test)
{
    /// <summary>Dozens of models run over each part: as many steps tell them apart.</summary>
    const int MaxChoiceSteps = 10_000;

    /// <summary>What a model's error is measured on to choose by: the larger counts.</summary>
    public IReadOnlyList<EvaluationSamples> Choice => [HeldOut, Seen];

    /// <summary>The whole end, which is held out; null: the data cannot be parted, and models are chosen by what they were calibrated
    /// on.</summary>
    public Dataset? End { get; private init; }

    /// <summary>Whether the end of the data was set aside as what no model sees.</summary>
    public bool IsEndSetAside { get; private init; }

    /// <param name="test">Null: the end of the data is set aside.</param>
    /// <exception cref="ModelException">ELSTM153: the data cannot be parted, and there is no test.</exception>
    public static SearchData Of(Network network, Examples data, Examples? test, CancellationToken cancel)
    {
        if (test is null)
            return Parts(data, network) is var (rest, end) ? Of(network, rest, end, cancel) with { IsEndSetAside = true }
                : throw new ModelException(ErrorCatalogue.DataShape, $"data {data.Data.ShapeText} and nothing to test on",
                    "samples to report on that the choice does not see", "give some, or more windows");
        var parts = Parts(data, network);
        var (first, last) = parts ?? (data, data);
        return new(first.Data, Measured(first), Measured(last), data.Data, new(network, test.Value, cancel)) { End = parts?.Last.Data };

        EvaluationSamples Measured(Examples samples) => new(network, samples.Subsample(MaxChoiceSteps), cancel);
    }

    /// <summary>The beginning and the end of samples, as this model may have them parted; null where they cannot be.</summary>
    static (Examples First, Examples Last)? Parts(Examples data, Network network) =>
        data.Parts(streams: network is { CanStream: true, Window: null });
}
