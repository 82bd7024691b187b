using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Training;
using EdgeLstm.Quantize.Training.Data;

namespace EdgeLstm.Tool.Commands.Train;

/// <summary>The options that say what a user's columns mean.</summary>
sealed class CsvOptionSet
{
    static readonly string[] Tasks = [.. Enum.GetNames<TaskKind>().Select(name => name.ToLowerInvariant())];

    readonly Option<string> _target = Verb.TextOption("COL,COL…",
        "The columns to predict. For --task anomaly: the column that is not 0 where a row is not normal.", required: false, "--target");
    readonly Option<string> _task = Verb.TextOption(string.Join('|', Tasks),
        "What to learn. regression: the target at a window's end. classification: its class. forecast: its value after "
            + "the window. anomaly: what normal samples look like. With several targets, one task for all or one for each, "
            + "with commas. Default: regression.", required: false, "--task");
    readonly Option<string> _group = Verb.TextOption("COL",
        "The column that says which machine or run a row is of. Default: each file is one.",
        required: false, "--group");
    readonly Option<string> _time = Verb.TextOption("COL", "The column that orders the rows of a group. Default: they are in order.",
        required: false, "--time");
    readonly Option<string> _timeFormat = Verb.TextOption(
        "FORMAT", "How the times are written, in .NET's letters: \"dd/MM/yyyy HH:mm\". Default: found from the whole column.",
        required: false, "--time-format");
    readonly Option<string> _positive = Verb.TextOption("CLASS,CLASS…",
        "The class that is the event, for each target with two classes; for --task anomaly, the class that is not "
            + "normal. Default: 1 of 0 and 1, true of true and false, else the rarer class of the training table.",
        required: false, "--positive");
    readonly Option<string> _features = Verb.TextOption("COL,COL…",
        "The columns to learn from. Default: all but those of the other options.", required: false,
        "--features");
    readonly Option<string[]> _exclude = new("--exclude")
    {
        Description = "Columns not to learn from. You may give it several times. 'evaluate' reads only the model's own inputs.",
        HelpName = "COL,COL…",
        Arity = ArgumentArity.OneOrMore,
    };
    readonly Option<double?> _horizon = Verb.NumberOption("N",
        "For --task forecast: how many samples after the window's last one. Default: 1.", 1,
        1e6, "--horizon", whole: true);
    readonly Option<double?> _stride = Verb.NumberOption(
        "N", "Samples from one window's start to the next one's. Default: 1, or the window with --loss-at every.", 1, 1e6, "--stride",
        whole: true);

    /// <summary>
    /// Adds the options to <paramref name="command"/>; <paramref name="requireTarget"/>, unless null, says whether a target has to be
    /// given.
    /// </summary>
    public CsvOptionSet(Command command, Func<CommandResult, bool>? requireTarget = null)
    {
        foreach (var option in (Option[])[_target, _task, _group, _time, _timeFormat, _positive, _features, _exclude, _horizon, _stride])
            command.Add(option);
        _timeFormat.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } text && !IsTimeFormat(text))
                result.AddError($"--time-format is '{text}', expected a format of .NET such as \"dd/MM/yyyy HH:mm\"");
        });
        command.Validators.Add(result =>
        {
            if (result.GetValue(_timeFormat) is not null && result.GetValue(_time) is null)
                result.AddError("--time-format without --time");
            string[] names = List(result.GetValue(_target)), kinds = List(result.GetValue(_task));
            if (kinds.FirstOrDefault(kind => !Tasks.Contains(kind)) is { } unknown)
                result.AddError($"--task is '{unknown}', expected {string.Join(", ", Tasks)}");
            else if (names.Length == 0 && requireTarget?.Invoke(result) != false && kinds is not ["anomaly"])
                result.AddError("--target is missing");
            else if (kinds.Length > 1 && kinds.Length != names.Length)
                result.AddError($"--task has {kinds.Length} for {names.Length} targets, expected one for all or one for each");
            else if (names.Length > 1 && kinds.FirstOrDefault(kind => kind is "forecast" or "anomaly") is { } alone)
                result.AddError($"--task {alone} takes one target, found {names.Length}");
            else if (result.GetValue(_positive) is not null && !kinds.Any(kind => kind is "classification" or "anomaly"))
                result.AddError("--positive is for --task classification and anomaly");
            else if (names.Distinct().Count() < names.Length)
                result.AddError("--target has a column twice");
            if (Excluded(result.GetValue(_exclude)).Intersect(List(result.GetValue(_features))).FirstOrDefault() is { } both)
                result.AddError($"'{both}' is in --features and in --exclude");
        });
    }

    public TableSettings Settings(ParseResult parsed, int window, double validation, bool everyStep) => new()
    {
        Targets = Targets(List(parsed.GetValue(_target)), List(parsed.GetValue(_task))),
        Window = window,
        Group = Name(parsed.GetValue(_group)),
        Time = Name(parsed.GetValue(_time)),
        Features = [.. List(parsed.GetValue(_features)).Select(Name).OfType<string>()],
        Stride = (int?)parsed.GetValue(_stride),
        Horizon = (int)(parsed.GetValue(_horizon) ?? 1),
        Validation = validation,
        EveryStep = everyStep,
        TimeFormat = parsed.GetValue(_timeFormat),
        Positive = List(parsed.GetValue(_positive)),
        Excluded = Excluded(parsed.GetValue(_exclude)),
    };

    /// <summary>Whether the task looks at what comes after the window.</summary>
    public bool LooksAhead(CommandResult result) => List(result.GetValue(_task)) is ["forecast" or "anomaly"];

    static TableTarget[] Targets(string[] names, string[] tasks)
    {
        TaskKind[] kinds = [.. tasks.Select(name => Enum.Parse<TaskKind>(name, ignoreCase: true)).DefaultIfEmpty(TaskKind.Regression)];
        return names.Length == 0 ? [new(null, kinds[0])]
            : [.. names.Select((name, k) => new TableTarget(Name(name), kinds[kinds.Length == 1 ? 0 : k]))];
    }

    /// <summary>A column's name, which may be given as the header has it, with its unit.</summary>
    static string? Name(string? text) => text is null ? null : ColumnTitle.Of(text).Name;

    internal static bool IsTimeFormat(string text)
    {
        try
        {
            _ = DateTime.UnixEpoch.ToString(text, CultureInfo.InvariantCulture);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    static string[] Excluded(string[]? given) => [.. (given ?? []).SelectMany(List).Select(text => ColumnTitle.Of(text).Name)];

    internal static string[] List(string? text) => text?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        ?? [];
}
