using System.CommandLine;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Evaluation;
using EdgeLstm.Tool.Reports;

namespace EdgeLstm.Tool.Commands;

/// <summary><c>edgelstm inspect MODEL</c>.</summary>
sealed class InspectCommand : Verb
{
    readonly Argument<string> _model = ModelArgument($"A model: {ModelLoader.Formats}.");
    readonly Option<string> _template = TextOption("FILE",
        "Write a schema, .csv, with a row for each input and output of a trained model: fill in names, units, means and scales.",
        required: false, "--schema-template");
    readonly Option<bool> _json = JsonOption();

    public InspectCommand(Session session)
        : base(session, "inspect",
            "Lists a model's layers, shapes, parameters, work per step and weight bytes, or what is refused and why.",
            "pump.onnx", "pump.elstm --json", "pump.onnx --schema-template pump.csv")
    {
        Add(_model);
        Add(_template);
        AddForward();
        Add(_json);
    }

    protected override void Execute(ParseResult parsed)
    {
        string path = parsed.GetRequiredValue(_model);
        bool asJson = parsed.GetValue(_json);
        if (parsed.GetValue(_template) is { } template)
        {
            // A schema says what a graph's numbers are: it goes with the trained model, and what that normalises stays in it.
            var network = Session.Tools.Import(path);
            AtomicFile.WriteText(template, SchemaFile.Template(network.Inputs, network.Outputs));
        }

        Session.Screen.Show(Session.Tools.IsArtifact(path)
            ? ArtifactReport.Make(Session.Tools.Artifact(path)) with { Notes = [NextStep.NewApp(path)] } : Trained(path, asJson), asJson);
    }

    Report Trained(string path, bool asJson)
    {
        var (network, refusals) = Session.Tools.Inspect(path);
        if (network is not null)
            return NetworkReport.Make(network);

        // The one line and the exit code come from the first; where there are more, all stand in a table on standard output.
        if (refusals.All(RefusalReport.IsRefusal) && (asJson || refusals.Count > 1))
            Session.Screen.Show(RefusalReport.Make(path, refusals), asJson);
        throw refusals[0];
    }
}
