using System.CommandLine;
using EdgeLstm.Generator.Diagnostics;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Commands;

/// <summary><c>edgelstm inspect MODEL</c>.</summary>
public sealed class InspectCommand : Verb
{
    readonly Argument<string> model = ModelArgument("An ONNX model (.onnx).");
    readonly Option<bool> json = JsonOption();

    public InspectCommand(Session session)
        : base(session, "inspect", "Lists layers, shapes, parameters, work per step and weight bytes, and what would be refused and why.",
            "pump.onnx", "pump.onnx --json")
    {
        Add(model);
        Add(json);
    }

    protected override void Execute(ParseResult parsed)
    {
        string path = parsed.GetRequiredValue(model);
        Network network;
        try
        {
            network = Session.Tools.Import(path);
        }
        catch (ModelException refusal) when (RefusalReport.IsRefusal(refusal))
        {
            // The table goes to standard output; the one line and the exit code come from the exception.
            Session.Screen.Show(RefusalReport.Make(path, [refusal, .. refusal.Others]), parsed.GetValue(json));
            throw;
        }

        Session.Screen.Show(NetworkReport.Make(network), parsed.GetValue(json));
    }
}
