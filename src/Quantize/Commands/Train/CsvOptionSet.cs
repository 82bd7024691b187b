using System.CommandLine;
using System.CommandLine.Parsing;
using EdgeLstm.Quantize.Training;
using EdgeLstm.Quantize.Training.Data;

namespace EdgeLstm.Quantize.Commands;

/// <summary>The options that say what a user's columns mean.</summary>
sealed class CsvOptionSet
{
    readonly Option<string> target = Verb.TextOption("COL", "The column to predict; for --task anomaly, which rows are not normal: any number but 0.", required: false, "--target");
    readonly Option<string> task = Verb.TextOption("regression|classification|forecast|anomaly",
        "The target at a window's end, its class, its value after the window, or what normal samples look like; regression unless given.", required: false, "--task");
    readonly Option<string> group = Verb.TextOption("COL", "Which machine or run a row is of; each file is one unless given.", required: false, "--group");
    readonly Option<string> time = Verb.TextOption("COL", "What orders the rows of a group; they are in order unless given.", required: false, "--time");
    readonly Option<string> features = Verb.TextOption("COL,COL…", "The columns to learn from; all others unless given.", required: false, "--features");
    readonly Option<double?> horizon = Verb.NumberOption("N", "For --task forecast: samples after the window's last; 1 unless given.", 1, 1e6, "--horizon", whole: true);
    readonly Option<double?> stride = Verb.NumberOption("N", "Samples from one window's start to the next one's; 1 unless given.", 1, 1e6, "--stride", whole: true);

    /// <summary>Adds the options to <paramref name="command"/>; <paramref name="requireTarget"/>, unless null, says whether a target has to be given.</summary>
    public CsvOptionSet(Command command, Func<CommandResult, bool>? requireTarget = null)
    {
        task.AcceptOnlyFromAmong([.. Enum.GetNames<TaskKind>().Select(name => name.ToLowerInvariant())]);
        foreach (var option in (Option[])[target, task, group, time, features, horizon, stride])
            command.Add(option);
        command.Validators.Add(result =>
        {
            if (requireTarget?.Invoke(result) != false && result.GetValue(target) is null && result.GetValue(task) is not "anomaly")
                result.AddError("--target is missing");
        });
    }

    public CsvSettings Settings(ParseResult parsed, int window, double validation) => new(
        Enum.Parse<TaskKind>(parsed.GetValue(task) ?? "regression", ignoreCase: true), parsed.GetValue(target), parsed.GetValue(group), parsed.GetValue(time),
        parsed.GetValue(features)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [], window,
        (int)(parsed.GetValue(stride) ?? 1), (int)(parsed.GetValue(horizon) ?? 1), validation);
}
