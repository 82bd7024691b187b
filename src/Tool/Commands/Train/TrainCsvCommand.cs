using System.CommandLine;
using EdgeLstm.Generator.Model;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Training.Data;

namespace EdgeLstm.Tool.Commands.Train;

/// <summary><c>edgelstm train csv FILE… --target COL --window N -o MODEL.onnx</c>.</summary>
sealed class TrainCsvCommand : Verb
{
    readonly Argument<string[]> _files = FileArguments("FILE",
        "Tables with a header of column names, one row per sample; several of them, or 'logs/*.csv'.");
    readonly Option<double?> _window;
    readonly Option<string> _lossAt = TextOption("every|last",
        "Which samples' targets count: every one, for a model that runs on a stream, or the window's last. Default: "
            + "last.", required: false, "--loss-at");
    readonly Option<string> _holdOut = TextOption(
        "GROUP,GROUP…", "Groups (or files, if there is no --group) to choose the best epoch by, instead of a share of all.",
        required: false, "--hold-out");
    readonly Option<string> _missing = TextOption("hold|interpolate|mean|drop",
        "What replaces a missing value. hold: the last good one. interpolate: a line between two. mean: the column's "
            + "mean of training. drop: nothing; windows with a missing value are left out. After interpolate or drop the "
            + "model itself holds. Default: hold.", required: false, "--missing");
    readonly Option<double?> _holdLimit = NumberOption(
        "N", "How many samples in a row the last good value replaces; then the mean does. Default: the window, and 100 at most.", 1,
        MissingRule.MaxSamples, "--hold-limit", whole: true);
    readonly CsvOptionSet _columns;
    readonly TrainOptionSet _options;

    public TrainCsvCommand(Session session)
        : base(session, "csv", "Learns from your own tables: a number, a class, a forecast, or what is normal.",
            "pump.csv --target rul --group pump --window 30 -o pump.onnx",
            "pump.csv --target rul,fault --task regression,classification --group pump --window 1000 --loss-at every -o pump.onnx",
            "pump.csv --target fault --task classification --group pump --time hour --window 50 -o pump.onnx --gates hard")
    {
        _window = NumberOption("N", "Samples in a window.", 1, 100000, "--window", whole: true);
        _window.Required = true;
        Add(_files);
        Add(_window);
        _lossAt.AcceptOnlyFromAmong("every", "last");
        Add(_lossAt);
        Add(_holdOut);
        _missing.AcceptOnlyFromAmong("hold", "interpolate", "mean", "drop");
        Add(_missing);
        Add(_holdLimit);
        _columns = new(this);
        _options = new(this);
        Validators.Add(result =>
        {
            if (result.GetValue(_lossAt) == "every" && _columns.LooksAhead(result))
                result.AddError("--loss-at every is for regression and classification");
            if (result.GetValue(_missing) == "mean" && result.GetValue(_holdLimit) is not null)
                result.AddError("--hold-limit with --missing mean, which holds nothing");
        });
    }

    protected override void Execute(ParseResult parsed)
    {
        int steps = (int)parsed.GetRequiredValue(_window)!.Value;
        var request = _options.Request(parsed, TablePaths.Expand(parsed.GetRequiredValue(_files)), steps);
        var settings = _columns.Settings(parsed, steps, request.Validation, parsed.GetValue(_lossAt) == "every") with
        {
            Missing = Enum.Parse<MissingPolicy>(parsed.GetValue(_missing) ?? "hold", ignoreCase: true),
            HoldOut = CsvOptionSet.List(parsed.GetValue(_holdOut)),
            HoldLimit = (int?)parsed.GetValue(_holdLimit),
        };
        Session.Tools.Train(request with { Csv = settings }, Session);
    }
}
