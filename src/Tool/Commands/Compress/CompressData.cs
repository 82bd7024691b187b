using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Tool.Commands.Compress;

/// <summary>What <c>compress</c> calibrates trials on, chooses by, calibrates the chosen one on, and reports it on.</summary>
/// <param name="Trials">The first part of the data.</param>
/// <param name="Seen">Of that, what trials are measured on: a held-out end may be an easy one, and an error on what a model was calibrated
/// on is one all the same.</param>
/// <param name="HeldOut">The data's end.</param>
/// <param name="Test">What no model saw.</param>
sealed record CompressData(Dataset Trials, EvaluationSamples Seen, EvaluationSamples HeldOut, Dataset All, EvaluationSamples Test)
{
    /// <summary>Dozens of models run over each part: as many steps tell them apart.</summary>
    const int MaxChoiceSteps = 10_000;

    /// <summary>What a model's error is measured on to choose by: the larger counts.</summary>
    public IReadOnlyList<EvaluationSamples> Choice => [HeldOut, Seen];

    public static CompressData Load(CompressRequest request, Network network, CancellationToken cancel, List<string> notes)
    {
        var rules = request.Table.For(network.Rules, network.Window, maxSamples: TableOptions.CalibrationSamples);
        var data = InputBinding.Load(request.Data, network.Inputs, rules);
        notes.AddRange(data.Notes);
        bool streams = network is { CanStream: true, Window: null };
        Examples all = Examples.Load(data, request.Truth, "--truth", network), test;
        if (request.Test.Count > 0)
        {
            test = Examples.Load(InputBinding.Load(request.Test, network.Inputs, rules), request.TestTruth, "--test-truth", network);
            if (test.Data.Values.AsSpan().SequenceEqual(data.Values))
                notes.Add("--test has the same samples as --data: the errors on it are of what decided, and no test");
            if (request.Truth is not null && request.TestTruth is null)
                notes.Add("no --test-truth: by how much the RMSE against the truth grows on --test is not known, and whether the budget is kept there");
        }
        else if (all.Parts(streams) is var (rest, end))
        {
            notes.Add($"no --test: the last {Size(end.Data)} of --data are it, and nothing is calibrated on them; 'quantize' would use all, and differ a little");
            (all, test) = (rest, end);
        }
        else
        {
            throw new ModelException(ErrorCatalogue.DataShape, $"--data {data.ShapeText} and no --test",
                "samples to report on that the choice does not see", "give --test, or more windows");
        }

        var choice = all.Parts(streams);
        string what = request.Truth is null ? "error" : "growth of the RMSE against --truth";
        notes.Add(choice is var (_, last)
            ? $"chosen by the {what} on the last {Size(last.Data)} of --data, or on those before them where that is larger; reported on {(request.Test.Count > 0 ? "--test" : "what was set aside")}"
            : $"one window cannot be parted: chosen by the {what} on what the models are calibrated on");
        var (first, heldOut) = choice ?? (all, all);
        return new(first.Data, Measured(first), Measured(heldOut), all.Data, new(network, test, cancel));

        EvaluationSamples Measured(Examples samples) => new(network, samples.Subsample(MaxChoiceSteps), cancel);
    }

    static string Size(Dataset data) => data.Windows == 1 ? $"{data.Steps:N0} samples" : $"{data.Windows:N0} windows";
}
