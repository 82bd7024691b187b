using System.CommandLine;

namespace EdgeLstm.Quantize.Commands;

/// <summary><c>edgelstm codegen MODEL.elstm -o DIR</c>.</summary>
public sealed class CodegenCommand : Verb
{
    readonly Argument<string> artifact = FileArgument("MODEL.elstm", "The artifact.");
    readonly Option<string> output = TextOption("DIR", "Folder for the C# files.", required: true, "--output", "-o");
    readonly Option<string> space = TextOption("N", "Namespace of the class.", required: false, "--namespace");
    readonly Option<string> type = TextOption("C", "Name of the class.", required: false, "--class");
    readonly Option<bool> json = JsonOption();

    public CodegenCommand(Session session)
        : base(session, "codegen", "Writes the C# that the source generator makes of an artifact, for reading.",
            "pump.elstm -o generated --namespace Pumps --class PumpModel")
    {
        Add(artifact);
        Add(output);
        Add(space);
        Add(type);
        Add(json);
    }

    protected override void Execute(ParseResult parsed)
    {
        var request = new CodegenRequest(parsed.GetRequiredValue(artifact), parsed.GetRequiredValue(output), parsed.GetValue(space), parsed.GetValue(type));
        Session.Screen.Show(Session.Tools.Codegen(request, Session), parsed.GetValue(json));
    }
}
