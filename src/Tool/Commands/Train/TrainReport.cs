using EdgeLstm.Generator.Model;
using EdgeLstm.Quantize.Training;
using EdgeLstm.Quantize.Training.Data;
using EdgeLstm.Tool.Reports;

namespace EdgeLstm.Tool.Commands.Train;

/// <summary>What <c>train</c> says at its end.</summary>
static class TrainReport
{
    public static Report Make(TrainRequest request, TrainingResult model, bool stopped) => new()
    {
        Facts =
        [
            new("file", "model", request.Output),
            .. request.Page is null ? Array.Empty<Fact>() : [new("report", "report", request.Page)],
            new("cell", "cell", $"{request.Network.Cell}, {request.Network.Gates.ToString().ToLowerInvariant()} gates"),
            new("parameters", "parameters", model.Network.Parameters.Length),
            new("trainingWindows", "windows to learn from", model.Data.Train.Length),
            new("validationWindows", "windows to choose by", model.Data.Validation.Length),
            new("epochs", "epochs", model.History.Count),
            new("bestEpoch", "best epoch", model.Best.Epoch),
            new("loss", "its training loss", model.Best.Loss),
            new("validationLoss", "its validation loss", model.Best.ValidationLoss),
            new("metric", $"its {(model.Data.Validation.Length > 0 ? "validation" : "training")} {ValidationMetric.Name(model.Data.Task)}",
                model.Best.Metric),
        ],
        // Before the epochs in words; here where there were no words.
        Notes = [.. request.Json ? model.Data.FirstLines : [], .. model.Data.Notes, .. Next(request, model, stopped)],
    };

    static IEnumerable<string> Next(TrainRequest request, TrainingResult model, bool stopped)
    {
        if (stopped)
            yield return "stopped: this is the best model so far; the same command with --resume goes on";
        string file = Shell.Word(request.Output), artifact = Shell.Word(Path.ChangeExtension(request.Output, ".elstm"));
        if (request.Subset is not null)
            yield return $"next: 'edgelstm evaluate {file} cmapss {Shell.Word(request.Paths[0])} --subset {request.Subset}' on the test engines";
        if (request.Csv is { } csv)
            yield return $"next: 'edgelstm evaluate {file} csv UNSEEN.csv {Options(csv)}' on data that are not in this table";
        yield return $"next: 'edgelstm quantize {file} -o {artifact} --calibrate {Calibration(request)}";
        yield return NextStep.NewApp(Path.ChangeExtension(request.Output, ".elstm"));
        var windows = model.Data.Windows;
        var rules = windows.Lengths is null ? DataRules.Unknown with { TrainedOn = TrainedOn.Windows, Window = windows.Steps }
            : DataRules.Unknown with { TrainedOn = TrainedOn.Stream };
        yield return $"then: {new MadeFor(rules, null, !request.Network.Bidirectional).Call}";
    }

    /// <summary>The table itself will do: the model knows its groups, their order and the window.</summary>
    static string Calibration(TrainRequest request) => request.Csv is { } csv ? $"{Shell.Word(request.Paths[0])}{TimeFormat(csv)}'"
        : request.Network.Bidirectional ? "WINDOWS.npy' with typical windows" : "DATA' with typical samples";

    static string TimeFormat(TableSettings csv) => csv.TimeFormat is null ? "" : $" --time-format \"{csv.TimeFormat}\"";

    /// <summary>The options that evaluation shares with training.</summary>
    static string Options(TableSettings csv)
    {
        var tasks = csv.Targets.Select(target => target.Task).ToList();
        string names = string.Join(',', csv.Targets.Select(target => target.Column).OfType<string>()),
            kinds = string.Join(',', tasks.Distinct().Count() == 1 ? tasks.Take(1) : tasks).ToLowerInvariant();
        string[] options =
        [
            names.Length == 0 ? "" : $"--target {Shell.Word(names)}", tasks.TrueForAll(task => task == TaskKind.Regression) ? ""
                : $"--task {kinds}",
            csv.Group is null ? "" : $"--group {Shell.Word(csv.Group)}", csv.Time is null ? "" : $"--time {Shell.Word(csv.Time)}",
            TimeFormat(csv).TrimStart(), csv.Task == TaskKind.Forecast && csv.Horizon > 1 ? $"--horizon {csv.Horizon}" : "",
            csv.EveryStep ? "--stream" : "",
        ];
        return string.Join(' ', options.Where(option => option.Length > 0));
    }
}
