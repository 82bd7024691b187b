using System.Text.RegularExpressions;
using EdgeLstm.Generator.Model;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EdgeLstm.Generator.Emit;

/// <summary>What the generated part of a class declares, read off its text, so that no list has to follow it.</summary>
static class DeclaredMembers
{
    /// <summary>The names; a method's with its parameters, as in <c>Step(ref State,ref Sample)</c>.</summary>
    public static HashSet<string> Of(ModelArtifact model, ClassTarget target)
    {
        var root = CSharpSyntaxTree.ParseText(ModelEmitter.EmitClass(model, target)).GetRoot();
        var part = root.DescendantNodes().OfType<ClassDeclarationSyntax>().First();
        return [.. part.Members.SelectMany(Names), "Weights"];
    }

    static IEnumerable<string> Names(MemberDeclarationSyntax member) => member switch
    {
        MethodDeclarationSyntax method => [$"{method.Identifier.ValueText}({string.Join(",", method.ParameterList.Parameters.Select(Parameter))})"],
        FieldDeclarationSyntax fields => fields.Declaration.Variables.Select(field => field.Identifier.ValueText),
        PropertyDeclarationSyntax property => [property.Identifier.ValueText],
        BaseTypeDeclarationSyntax type => [type.Identifier.ValueText],
        _ => [],
    };

    static string Parameter(ParameterSyntax parameter) =>
        (parameter.Modifiers.Count == 0 ? "" : "ref ") + Regex.Replace(parameter.Type!.ToString(), @"(\w+(::|\.))+", "");
}
