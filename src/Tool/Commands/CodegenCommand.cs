using System.CommandLine;
using System.CommandLine.Parsing;
using EdgeLstm.Generator.Emit;
using Microsoft.CodeAnalysis.CSharp;

namespace EdgeLstm.Tool.Commands;

/// <summary><c>edgelstm codegen MODEL.elstm -o DIR</c>.</summary>
sealed class CodegenCommand : Verb
{
    readonly Argument<string> _artifact = FileArgument("MODEL.elstm", "The artifact.");
    readonly Option<string> _output = TextOption("DIR", "Folder for the C# files.", required: true, "--output", "-o");
    readonly Option<string> _space = TextOption("N", "Namespace of the class.", required: false, "--namespace");
    readonly Option<string> _type = TextOption("C", "Name of the class.", required: false, "--class");
    readonly Option<bool> _json = JsonOption();

    public CodegenCommand(Session session)
        : base(session, "codegen", "Writes the C# that the source generator makes of an artifact, for reading.",
            "pump.elstm -o generated --namespace Pumps --class PumpModel")
    {
        // Both become part of the code, and the class of a file's name too.
        _space.Validators.Add(result => RequireName(result, dots: true));
        _type.Validators.Add(result => RequireName(result, dots: false));
        Add(_artifact);
        Add(_output);
        Add(_space);
        Add(_type);
        Add(_json);
    }

    static void RequireName(OptionResult result, bool dots)
    {
        if (result.GetValueOrDefault<string>() is not { } name)
            return;
        if (!(dots ? name.Split('.') : [name]).All(
            part => SyntaxFacts.IsValidIdentifier(part) && SyntaxFacts.GetKeywordKind(part) == SyntaxKind.None))
            result.AddError($"'{name}' is no C# {(dots ? "namespace" : "class name")}");
        else if (!dots && ModelEmitter.Members.Contains(name))
            result.AddError($"'{name}' is a member of the class, which its name cannot be");
    }

    protected override void Execute(ParseResult parsed)
    {
        var request = new CodegenRequest(parsed.GetRequiredValue(_artifact), parsed.GetRequiredValue(_output), parsed.GetValue(_space),
            parsed.GetValue(_type));
        Session.Screen.Show(Session.Tools.Codegen(request, Session), parsed.GetValue(_json));
    }
}
