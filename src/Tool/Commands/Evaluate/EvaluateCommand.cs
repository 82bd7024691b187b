using System.CommandLine;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Import;
using EdgeLstm.Quantize.Training.Data;
using EdgeLstm.Tool.Commands.Train;

namespace EdgeLstm.Tool.Commands.Evaluate;

/// <summary><c>edgelstm evaluate MODEL cmapss DIR --subset FD001</c> and <c>edgelstm evaluate MODEL csv FILE… --target COL</c>.</summary>
sealed class EvaluateCommand : Verb
{
    const string Cmapss = "cmapss", Csv = "csv";

    readonly Argument<string> _model = ModelArgument(
        $"A model: {ModelImporters.Formats} in float32, or .elstm in the integer arithmetic that ships.");
    readonly Argument<string> _kind = new("csv|cmapss") { Description = "What the data are." };
    readonly Argument<string[]> _paths = FileArguments("DATA", "Tables with a header, several of them or 'logs/*.csv'; or NASA's folder.");
    readonly Option<string> _subset = TextOption("FD001|FD003", "For cmapss: which of the data sets; its test engines are predicted.",
        required: false, "--subset");
    readonly Option<double?> _window = NumberOption("N", "Samples in a window. Default: what the model was trained with.", 1, 100000,
        "--window", whole: true);
    readonly Option<double?> _threshold = NumberOption("X",
        "For faults: the probability or anomaly score from which on a fault is reported. Default: 0.5, or for "
            + "anomalies the score that 99 % of normal windows stay below.", 0, 1e9, "--threshold");
    readonly Option<string> _normal = TextOption("FILE,FILE…",
        "For --task anomaly: tables of normal operation, from which scales and threshold are taken. Default: those "
            + "that the model has from training; if it has none, a part of the data is kept apart for them.", required: false, "--normal");
    readonly Option<bool> _stream = new("--stream")
    {
        Description = "For csv: carry the state on through each group, as on a stream, and score every sample.",
    };
    readonly Option<string> _page = TextOption("FILE",
        "Write a page to look at, .html: where the answers are wrong, machine by machine, and what another threshold would do.",
        required: false, "--report");
    readonly CsvOptionSet _columns;
    readonly Option<bool> _json = JsonOption();

    public EvaluateCommand(Session session)
        : base(session, "evaluate", "Scores a model on data that it was not trained on.",
            "pump.onnx csv unseen.csv --target rul --group pump",
            "pump.elstm csv unseen.csv --target fault --task classification --group pump --report pump.html",
            "pump.elstm csv unseen.csv --target rul,fault --task regression,classification --group pump --stream",
            "pump.onnx cmapss CMAPSSData --subset FD001")
    {
        _kind.AcceptOnlyFromAmong(Csv, Cmapss);
        _subset.AcceptOnlyFromAmong(CmapssFiles.Subsets);
        Add(_model);
        Add(_kind);
        Add(_paths);
        Add(_subset);
        Add(_window);
        Add(_threshold);
        Add(_normal);
        Add(_stream);
        Add(_page);
        EndsIn(_page, ".html");
        _columns = new(this, requireTarget: result => result.GetValue(_kind) == Csv);
        AddForward();
        Add(_json);
        Validators.Add(result =>
        {
            if (result.GetValue(_kind) == Cmapss && result.GetValue(_subset) is null)
                result.AddError("--subset is missing");
            if (result.GetValue(_kind) == Cmapss && result.GetValue(_paths) is { Length: > 1 })
                result.AddError("cmapss takes one folder");
            if (result.GetValue(_stream) && (result.GetValue(_kind) == Cmapss || _columns!.LooksAhead(result)))
                result.AddError("--stream is for csv, with regression or classification");
        });
    }

    protected override void Execute(ParseResult parsed)
    {
        int? steps = (int?)parsed.GetValue(_window);
        bool isCmapss = parsed.GetRequiredValue(_kind) == Cmapss;
        var request = new EvaluateRequest(parsed.GetRequiredValue(_model),
            isCmapss ? parsed.GetRequiredValue(_paths) : TablePaths.Expand(parsed.GetRequiredValue(_paths)),
            isCmapss ? parsed.GetRequiredValue(_subset) : null,
            isCmapss ? null : _columns.Settings(parsed, steps ?? 0, 0, parsed.GetValue(_stream)), steps, parsed.GetValue(_threshold))
        {
            Normal = TablePaths.Expand(CsvOptionSet.List(parsed.GetValue(_normal))),
            Page = parsed.GetValue(_page),
            Json = parsed.GetValue(_json),
        };
        Session.Screen.Show(Session.Tools.Evaluate(request, Session), parsed.GetValue(_json));
    }
}
