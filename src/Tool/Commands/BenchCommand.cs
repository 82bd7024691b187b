using System.CommandLine;
using EdgeLstm.Quantize.Evaluation;

namespace EdgeLstm.Tool.Commands;

/// <summary><c>edgelstm bench MODEL</c>.</summary>
sealed class BenchCommand : Verb
{
    const int DefaultSeconds = 3;

    readonly Argument<string> _model = ModelArgument($"A model: {ModelLoader.Formats}; a trained one is timed in the float32 scheme.");
    readonly Option<double?> _seconds = NumberOption(
        "S", $"How long to measure steps, and then as long again sliding windows. Default: {DefaultSeconds}.", 0.01, 3600, "--seconds");
    readonly Option<bool> _json = JsonOption();

    public BenchCommand(Session session)
        : base(session, "bench",
            "Compiles the generated code in memory, and times a step (or a window, if the model needs one) and a push "
                + "into a sliding window. Prints median ns, bytes allocated and the kernel in use.",
            "pump.elstm", "pump.onnx --seconds 10 --json")
    {
        Add(_model);
        Add(_seconds);
        AddForward();
        Add(_json);
    }

    protected override void Execute(ParseResult parsed)
    {
        var request = new BenchRequest(parsed.GetRequiredValue(_model), TimeSpan.FromSeconds(parsed.GetValue(_seconds) ?? DefaultSeconds));
        Session.Screen.Show(Session.Tools.Bench(request, Session), parsed.GetValue(_json));
    }
}
