using System.CommandLine;

namespace EdgeLstm.Quantize.Commands;

/// <summary><c>edgelstm train csv FILE… --target COL --window N -o MODEL.onnx</c>.</summary>
public sealed class TrainCsvCommand : Verb
{
    readonly Argument<string[]> files = FileArguments("FILE", "Tables with a header of column names, one row per sample.");
    readonly Option<double?> window;
    readonly Option<string> lossAt = TextOption("every|last", "Whether the targets of every sample count, for a model that runs on a stream, or those of the window's last; last unless given.", required: false, "--loss-at");
    readonly Option<string> holdOut = TextOption("GROUP,GROUP…", "Groups to choose the best epoch by, or files where there is no --group, in the place of a share of all.", required: false, "--hold-out");
    readonly CsvOptionSet columns;
    readonly TrainOptionSet options;

    public TrainCsvCommand(Session session)
        : base(session, "csv", "Learns from your own tables: a number, a class, a forecast, or what is normal.",
            "pump.csv --target rul --group pump --window 30 -o pump.onnx", "pump.csv --target rul,fault --task regression,classification --group pump --window 1000 --loss-at every -o pump.onnx", "pump.csv --target fault --task classification --group pump --time hour --window 50 -o pump.onnx --gates hard")
    {
        window = NumberOption("N", "Samples in a window.", 1, 100000, "--window", whole: true);
        window.Required = true;
        Add(files);
        Add(window);
        lossAt.AcceptOnlyFromAmong("every", "last");
        Add(lossAt);
        Add(holdOut);
        columns = new(this);
        options = new(this);
        Validators.Add(result =>
        {
            if (result.GetValue(lossAt) == "every" && columns.LooksAhead(result))
                result.AddError("--loss-at every is for regression and classification");
        });
    }

    protected override void Execute(ParseResult parsed)
    {
        int steps = (int)parsed.GetRequiredValue(window)!.Value;
        var request = options.Request(parsed, parsed.GetRequiredValue(files), steps);
        Session.Tools.Train(request with { Csv = columns.Settings(parsed, steps, request.Validation, parsed.GetValue(lossAt) == "every") with { HoldOut = CsvOptionSet.List(parsed.GetValue(holdOut)) } }, Session);
    }
}
