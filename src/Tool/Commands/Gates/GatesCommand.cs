using System.CommandLine;
using EdgeLstm.Quantize.Evaluation;

namespace EdgeLstm.Tool.Commands.Gates;

/// <summary><c>edgelstm gates MODEL [MODEL] --data DATA [-o gates.html]</c>.</summary>
sealed class GatesCommand : Verb
{
    readonly Argument<string[]> _models = FileArguments(
        "MODEL", $"A model, or two to compare: {ModelLoader.Formats}. An .elstm shows its integer gates.");
    readonly Option<string[]> _data = ManyOption(
        "FILE", "Samples as MODEL takes them, .npy or .csv; NAME=FILE where a graph has several inputs.", "--data");
    readonly Option<string> _output = TextOption("FILE", "A page with histograms and traces, .html.", required: false, "--output", "-o");
    readonly Option<double?> _trace = NumberOption("N", "The window to draw step by step, counted from 0. Default: 0.", 0,
        int.MaxValue, "--trace", whole: true);
    readonly TableOptionSet _table;
    readonly Option<bool> _json = JsonOption();

    public GatesCommand(Session session)
        : base(session, "gates", "Shows how far a network's gates are open over your data, and so how binary they are.",
            "pump.onnx --data windows.npy -o gates.html", "pump.onnx binary.onnx --data log.csv -o gates.html --trace 3",
            "pump.onnx pump.elstm --data log.csv", "pump.onnx --data pumps.csv --group pump --time hour --window 30")
    {
        _models.Arity = new ArgumentArity(1, 2);
        EndsIn(_output, ".html");
        Add(_models);
        Add(_data);
        Add(_output);
        Add(_trace);
        _table = new(this);
        AddForward();
        Add(_json);
    }

    protected override void Execute(ParseResult parsed)
    {
        var request = new GatesRequest(parsed.GetRequiredValue(_models), parsed.GetRequiredValue(_data), parsed.GetValue(_output),
            (int)(parsed.GetValue(_trace) ?? 0))
        {
            Table = _table.Read(parsed),
        };
        Session.Screen.Show(Session.Tools.Gates(request, Session), parsed.GetValue(_json));
    }

    protected override string? RecordedForward(ParseResult parsed) =>
        parsed.GetRequiredValue(_models).Select(ForwardOf).FirstOrDefault(line => line is not null);
}
