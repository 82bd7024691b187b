using System.CommandLine;

namespace EdgeLstm.Tool.Commands;

/// <summary><c>edgelstm bench MODEL</c>.</summary>
public sealed class BenchCommand : Verb
{
    const int DefaultSeconds = 3;

    readonly Argument<string> model = ModelArgument("A model: .elstm, or .onnx in the float32 scheme.");
    readonly Option<double?> seconds = NumberOption("S", $"Time to measure steps for, and sliding windows again; {DefaultSeconds} unless given.", 0.01, 3600, "--seconds");
    readonly Option<bool> json = JsonOption();

    public BenchCommand(Session session)
        : base(session, "bench", "Compiles the generated code in memory and times a step, or a window of a model that needs one, and a push into a sliding window: median ns, bytes allocated, kernel in use.",
            "pump.elstm", "pump.onnx --seconds 10 --json")
    {
        Add(model);
        Add(seconds);
        Add(json);
    }

    protected override void Execute(ParseResult parsed)
    {
        var request = new BenchRequest(parsed.GetRequiredValue(model), TimeSpan.FromSeconds(parsed.GetValue(seconds) ?? DefaultSeconds));
        Session.Screen.Show(Session.Tools.Bench(request, Session), parsed.GetValue(json));
    }
}
