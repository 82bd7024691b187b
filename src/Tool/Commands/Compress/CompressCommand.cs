using System.CommandLine;
using EdgeLstm.Quantize.Import;
using EdgeLstm.Quantize.Search;

namespace EdgeLstm.Tool.Commands.Compress;

/// <summary><c>edgelstm compress MODEL --data TRAIN --test TEST --budget B -o OUT.elstm</c>.</summary>
sealed class CompressCommand : Verb
{
    readonly Argument<string> _model = ModelArgument($"A trained model: {ModelImporters.Formats}.");
    readonly Option<string[]> _data = ManyOption("FILE",
        "Typical samples as MODEL takes them, .npy or .csv; NAME=FILE where a graph has several inputs. Models are "
            + "calibrated on the first 80 % and chosen by their error on the last 20 %, or on the first 80 % if it is larger there. "
            + "Give data that the model was not trained on, if you can.", "--data");
    readonly Option<string[]> _test = new("--test")
    {
        HelpName = "FILE",
        Description =
            "Samples that the choice does not see; the report has the chosen model's error on them. Default: the last "
                + "20 % of --data, set aside.",
        Arity = ArgumentArity.OneOrMore,
    };
    readonly Option<string> _truth = TextOption("FILE",
        "The true outputs for --data, one row per window, .npy or .csv. The budget then limits how much the RMSE "
            + "against the truth grows.", required: false, "--truth");
    readonly Option<string> _testTruth = TextOption("FILE",
        "The true outputs for --test. The report has them; the choice never does.", required: false,
        "--test-truth");
    readonly Option<string> _budget = TextOption("0.1rmse|1%",
        "The error that is allowed, in the output's unit (0.1rmse) or as a share (1%). With --truth: how much the RMSE "
            + "against the truth may grow; a share is of the float model's RMSE. Without: how large the RMSE against the "
            + "float model may be; a share is of the output's range. Default: 1%.", required: false, "--budget");
    readonly Option<string> _output = TextOption("FILE", "The artifact to write, .elstm.", required: true, "--output", "-o");
    readonly Option<string> _prefer = TextOption("size|speed",
        "Take the smallest model inside the budget, or the fastest on this machine. Default: size.", required: false, "--prefer");
    readonly Option<string> _page = TextOption("FILE", "Write a page about what was tried and chosen, .html.", required: false, "--report");
    readonly Option<double?> _fineTune = FineTuneOption(
        "Also fine-tune, for so many epochs, models that are smaller (or faster) than the best one inside the budget "
            + "and not too far outside it. They learn the float model's answers to --data; no labels are needed. Takes minutes.");
    readonly TableOptionSet _table;
    readonly Option<bool> _json = JsonOption();

    public CompressCommand(Session session)
        : base(session, "compress", "Tries ways to compress a model, and writes the smallest or the fastest one inside a budget of error.",
            "pump.onnx --data windows.npy -o pump.elstm",
                "pump.onnx --data train.npy --truth rul.npy --test test.npy --test-truth test_rul.npy --budget 0.1rmse "
                    + "-o pump.elstm --report report.html",
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
}
