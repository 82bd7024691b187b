using System.CommandLine;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Evaluation;
using EdgeLstm.Quantize.Import;
using EdgeLstm.Tool.Reports;

namespace EdgeLstm.Tool.Commands;

/// <summary><c>edgelstm run MODEL -i IN -o OUT [--stream]</c>.</summary>
sealed class RunCommand : Verb
{
    readonly Argument<string> _model = ModelArgument(
        $"A model: {ModelImporters.Formats} in float32, or .elstm in the integer arithmetic that ships.");
    readonly Option<string[]> _input = ManyOption("FILE",
        "Samples, .npy or .csv: [N,T,F] windows or one [T,F]; NAME=FILE where a graph has several inputs, and for "
            + "initial states, .npy [rows,N,H].",
        "--input", "-i");
    readonly Option<string> _lengths = LengthsOption();
    readonly Option<string> _output = TextOption("FILE", "Predictions, .npy or .csv.", required: true, "--output", "-o");
    readonly Option<bool> _stream = new("--stream")
    {
        Description = "Carry the state through each window, and write every step's output, [N,T,O].",
    };
    readonly TableOptionSet _table;
    readonly Option<bool> _json = JsonOption();

    public RunCommand(Session session)
        : base(session, "run",
            "Predicts from samples in a file: one answer for each window, from reset, or one for every step of a "
                + "stream.",
            "pump.onnx -i windows.npy -o predictions.npy", "pump.elstm -i log.csv -o predictions.csv --stream",
            "pump.elstm -i pumps.csv --group pump --time hour --window 30 -o predictions.csv")
    {
        Add(_model);
        Add(_input);
        Add(_lengths);
        Add(_output);
        Add(_stream);
        _table = new(this);
        AddForward();
        Add(_json);
    }

    protected override void Execute(ParseResult parsed)
    {
        string target = parsed.GetRequiredValue(_output);
        ResultFile.RequireKnownKind(target);
        var predictor = Session.Tools.Open(parsed.GetRequiredValue(_model));
        var rules = _table.Read(parsed).For(predictor.Rules, predictor.Window, parsed.GetValue(_stream));
        var data = Session.Reading(done => StateBinding.Load(parsed.GetRequiredValue(_input), parsed.GetValue(_lengths), predictor.Inputs,
            predictor.States, rules with { Reading = done }));
        var predictions = Session.Screen.Track("predicting", data.Windows, done => parsed.GetValue(_stream)
            ? Inference.Stream(predictor, data, Session.Cancel, done)
            : Inference.Windows(predictor, data, Session.Cancel, done));
        ResultFile.Write(target, predictions.Shape, predictions.Values, predictor.Outputs.Select(channel => channel.Name).ToArray(),
            ResultRows.Of(data, predictions, parsed.GetValue(_stream)));
        if (data.AreStreams && data.GroupColumn.Length > 0 && predictions.Shape.Count == 2 && predictor.Streams)
            data = data with
            {
                Notes = [.. data.Notes, "one answer for each stream, after its last sample: --stream gives those of all samples"],
            };
        Session.Screen.Show(RunReport.Make(predictor, data, predictions, target), parsed.GetValue(_json));
    }
}
