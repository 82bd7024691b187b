using EdgeLstm.Generator.Diagnostics;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Commands;

/// <summary>What <c>compress</c> calibrates trials on, chooses by, calibrates the chosen one on, and reports it on.</summary>
/// <param name="Trials">The first part of the data.</param>
/// <param name="Seen">Of that, what trials are measured on: a held-out end may be an easy one, and an error on what a model was calibrated on is one all the same.</param>
/// <param name="HeldOut">The data's end.</param>
/// <param name="All">Both.</param>
/// <param name="Test">What no model saw.</param>
sealed record CompressData(Dataset Trials, Yardstick Seen, Yardstick HeldOut, Dataset All, Yardstick Test)
{
    /// <summary>Dozens of models run over each part: as many steps tell them apart.</summary>
    const int MostChoiceSteps = 10_000;

    /// <summary>What a model's error is measured on to choose by: the larger counts.</summary>
    public IReadOnlyList<Yardstick> Choice => [HeldOut, Seen];

    public static CompressData Load(CompressRequest request, Network network, CancellationToken cancel, List<string> notes)
    {
        bool streams = network is { CanStream: true, Window: null };
        var all = InputBinding.Load(request.Data, network.Inputs);
        notes.AddRange(all.Notes);
        float[]? truth = request.Truth is null ? null : Truth(request.Truth, network);
        Dataset test;
        if (request.Test.Count > 0)
        {
            test = InputBinding.Load(request.Test, network.Inputs);
            if (test.Values.AsSpan().SequenceEqual(all.Values))
                notes.Add("--test has the same samples as --data: the errors on it are of what decided, and no test");
        }
        else if (Split.Of(all, streams) is { } parts)
        {
            notes.Add($"no --test: the last {Size(parts.Last)} of --data are it, and nothing is calibrated on them; 'quantize' would use all, and differ a little");
            // Of all of the data, and so of their end.
            truth = truth is { } values && values.Length % network.Outputs.Count == 0 && all.Windows > 1 && values.Length % all.Windows == 0
                ? values[^(values.Length / all.Windows * parts.Last.Windows)..] : truth;
            (all, test) = parts;
        }
        else
        {
            throw new ModelException(ErrorCatalogue.DataShape, $"--data {all.ShapeText} and no --test", "samples to report on that the choice does not see", "give --test, or more windows");
        }

        var choice = Split.Of(all, streams);
        notes.Add(choice is { } some
            ? $"chosen by the error on the last {Size(some.Last)} of --data, or on those before them where that is larger; reported on {(request.Test.Count > 0 ? "--test" : "what was set aside")}"
            : "one window cannot be parted: chosen by the error on what the models are calibrated on");
        return new(choice?.First ?? all, Measured(choice?.First ?? all), Measured(choice?.Last ?? all), all, new(network, test, truth, cancel));

        Yardstick Measured(Dataset samples) => new(network, Split.Thin(samples, MostChoiceSteps), null, cancel);
    }

    static string Size(Dataset data) => data.Windows == 1 ? $"{data.Steps:N0} samples" : $"{data.Windows:N0} windows";

    static float[] Truth(string path, Network network)
    {
        if (path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
            return CsvFile.Read(path, [.. network.Outputs.Select(output => output.Name)]).Values;
        if (path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase))
            return NpyFile.Read(path).Values;
        throw new ModelException(ErrorCatalogue.UnknownDataKind, $"'{Path.GetExtension(path)}' as the file's ending", ".npy or .csv", "convert the file to one of them", path);
    }
}
