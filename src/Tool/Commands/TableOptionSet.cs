using System.CommandLine;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Tool.Commands.Train;

namespace EdgeLstm.Tool.Commands;

/// <summary>
/// The options that say how a table's rows are read: <c>--group</c>, <c>--time</c>, <c>--time-format</c>, <c>--window</c> and
/// <c>--stride</c>.
/// </summary>
sealed class TableOptionSet
{
    const string Otherwise = "Default: what the model was trained with";

    readonly Option<string> _group = Verb.TextOption("COL",
        $"For a .csv: the column that says which machine or run a row is of. {Otherwise}.", required: false,
        "--group");
    readonly Option<string> _time = Verb.TextOption("COL",
        $"For a .csv: the column that orders the rows of a group. {Otherwise}.", required: false,
        "--time");
    readonly Option<string> _timeFormat = Verb.TextOption(
        "FORMAT", "How the times are written, in .NET's letters: \"dd/MM/yyyy HH:mm\". Default: found from the whole column.",
        required: false, "--time-format");
    readonly Option<double?> _window;
    readonly Option<double?> _stride = Verb.NumberOption(
        "N", "For a .csv: samples from one window's start to the next one's. Default: 1.", 1, 1_000_000, "--stride", whole: true);

    /// <param name="command">Receives the options.</param>
    /// <param name="window">What the window is for, where it is for more than a table.</param>
    public TableOptionSet(Command command, string? window = null)
    {
        _window = Verb.NumberOption("N", window ??
            $"For a .csv: cut windows of N samples, one ending at each row of a group. {Otherwise}; if that was no "
                + "window, each group is a stream from reset.", 1, 1_000_000, "--window", whole: true);
        foreach (var option in (Option[])[_group, _time, _timeFormat, _window, _stride])
            command.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_timeFormat) is { } format && !CsvOptionSet.IsTimeFormat(format))
                result.AddError($"--time-format is '{format}', expected a format of .NET such as \"dd/MM/yyyy HH:mm\"");
        });
    }

    public TableOptions Read(ParseResult parsed) => new(
        parsed.GetValue(_group), parsed.GetValue(_time), parsed.GetValue(_timeFormat), (int?)parsed.GetValue(_window),
        (int?)parsed.GetValue(_stride));
}
