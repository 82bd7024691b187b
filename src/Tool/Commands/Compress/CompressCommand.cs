using System.CommandLine;
using EdgeLstm.Quantize.Import;
using EdgeLstm.Quantize.Search;

namespace EdgeLstm.Tool.Commands.Compress;

/// <summary><c>edgelstm compress MODEL --data TRAIN --test TEST --budget B -o OUT.elstm</c>.</summary>
sealed class CompressCommand : Verb
{
    readonly Argument<string> _model = ModelArgument($"A trained model: {ModelImporters.Formats}.");
    readonly Option<string[]> _data = ManyOption("FILE",
        "Typical samples as MODEL takes them, .npy or .csv; NAME=FILE where a graph has several inputs. Models are calibrated on the first 80 % and chosen by their error on the last 20 %, or on the first where that is larger. Best what the model was not trained on.", "--data");
    readonly Option<string[]> _test = new("--test")
    {
        HelpName = "FILE",
        Description = "Samples that the choice does not see: the chosen model is reported on them. Unless given, the last 20 % of --data are set aside for that.",
        Arity = ArgumentArity.OneOrMore,
    };
    readonly Option<string> _truth = TextOption("FILE", "What the outputs should have been on --data, one row per window, .npy or .csv; models are then chosen by what the RMSE against it grows by, which is what the budget allows.", required: false, "--truth");
    readonly Option<string> _testTruth = TextOption("FILE", "The same for --test: for the report, never for the choice.", required: false,
        "--test-truth");
    readonly Option<string> _budget = TextOption("0.1rmse|1%",
        "With --truth, what the RMSE against it may grow by: in the output's unit, or as a share of the float model's. Without, what the RMSE against the float model may be, in the output's unit or as a share of its range; against any truth it then grows by no more on the same data. 1% unless given.", required: false, "--budget");
    readonly Option<string> _output = TextOption("FILE", "The artifact to write, .elstm.", required: true, "--output", "-o");
    readonly Option<string> _prefer = TextOption("size|speed",
        "The smallest model inside the budget, or the fastest on this machine; size unless given.", required: false, "--prefer");
    readonly Option<string> _page = TextOption("FILE", "A page about what was tried and chosen, .html.", required: false, "--report");
    readonly Option<double?> _fineTune = FineTuneOption("Trains on, for so many epochs, what is smaller (faster) than the best model inside the budget and not too far outside it, towards the float model's answers to --data: no labels. Takes minutes.");
    readonly TableOptionSet _table;
    readonly Option<bool> _json = JsonOption();

    public CompressCommand(Session session)
        : base(session, "compress", "Tries ways to compress a model and writes the smallest, or the fastest, inside an accuracy budget.",
            "pump.onnx --data windows.npy -o pump.elstm", "pump.onnx --data train.npy --truth rul.npy --test test.npy --test-truth test_rul.npy --budget 0.1rmse -o pump.elstm --report report.html",
            "pump.onnx --data log.csv --budget 2% --prefer speed -o pump.elstm",
            "pump.onnx --data pumps.csv --group pump --time hour --window 30 -o pump.elstm")
    {
        _budget.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } text && Budget.Parse(text) is null)
                result.AddError($"--budget is '{text}', expected {Budget.Grammar}");
        });
        _prefer.AcceptOnlyFromAmong("size", "speed");
        _testTruth.Validators.Add(result =>
        {
            if (result.GetResult(_test) is null)
                result.AddError("--test-truth says what --test should have given: give both");
        });
        EndsIn(_output, ".elstm");
        EndsIn(_page, ".html");
        Add(_model);
        foreach (Option option in (Option[])[_data, _truth, _test, _testTruth, _budget, _fineTune, _output, _prefer, _page])
            Add(option);
        _table = new(this);
        AddForward();
        Add(_json);
    }

    protected override void Execute(ParseResult parsed)
    {
        var request = new CompressRequest(parsed.GetRequiredValue(_model), parsed.GetRequiredValue(_data), parsed.GetValue(_test) ?? [],
            parsed.GetValue(_truth),
            Budget.Parse(parsed.GetValue(_budget) ?? Budget.Default)!.Value, parsed.GetValue(_prefer) == "speed",
            parsed.GetRequiredValue(_output), parsed.GetValue(_page))
        {
            Table = _table.Read(parsed),
            FineTuning = FineTuning(parsed.GetValue(_fineTune)),
            TestTruth = parsed.GetValue(_testTruth),
            Forward = Session.Tools.Forward,
        };
        Session.Screen.Show(Session.Tools.Compress(request, Session), parsed.GetValue(_json));
    }

    static void EndsIn(Option<string> option, string ending) => option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<string>() is { } path && !path.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            result.AddError($"The output '{path}' has to end in {ending}");
    });
}
