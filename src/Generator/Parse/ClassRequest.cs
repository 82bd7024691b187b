using EdgeLstm.Generator.Diagnostics;
using EdgeLstm.Generator.Emit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EdgeLstm.Generator.Parse;

/// <summary>A class that carries the attribute.</summary>
/// <param name="Target">Its namespace and name, as C# writes them.</param>
/// <param name="HintName">The same as a file name.</param>
/// <param name="Path">The attribute's path, with forward slashes.</param>
/// <param name="Streaming">Whether the class must have <c>Step</c>.</param>
/// <param name="IsPartial">Whether a second part may complete it.</param>
/// <param name="Unsupported">What makes the class one that no second part can complete, such as <c>a static class</c>; else null.</param>
/// <param name="Members">What the project's own code declares in it.</param>
/// <param name="OldLanguage">The language version where it is older than what is generated; else null.</param>
/// <param name="Location">The attribute's.</param>
sealed record ClassRequest(
    ClassTarget Target, string HintName, string Path, bool Streaming, bool IsPartial, string? Unsupported, OwnMembers Members, string? OldLanguage,
    LocationInfo Location)
{
    static readonly SymbolDisplayFormat Qualified = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);

    /// <summary>The attribute's path on an earlier declaration of the same name.</summary>
    public string? Rival { get; init; }

    public static ClassRequest Of(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        var declaration = (TypeDeclarationSyntax)context.TargetNode;
        var type = (INamedTypeSymbol)context.TargetSymbol;
        var attribute = context.Attributes[0];
        string space = type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString(Qualified);
        string path = attribute.ConstructorArguments.FirstOrDefault() is { Kind: TypedConstantKind.Primitive, Value: string given } ? given : "";
        string name = SyntaxFacts.GetKeywordKind(type.Name) == SyntaxKind.None ? type.Name : "@" + type.Name;
        return new(
            new(space, name) { OverridesReset = OwnMembers.Overrides(type, OwnMembers.Reset), OverridesStep = OwnMembers.Overrides(type, OwnMembers.Step) },
            (space.Length == 0 ? name : space + "." + name).Replace("@", ""),
            ItemPath.Normal(path),
            attribute.NamedArguments.Any(a => a.Key == "Streaming" && a.Value.Value is true),
            declaration.Modifiers.Any(SyntaxKind.PartialKeyword),
            WhyUnsupported(type),
            OwnMembers.Of(type, context.SemanticModel.Compilation),
            Language(declaration),
            LocationInfo.Of(attribute.ApplicationSyntaxReference!, cancellation));
    }

    static string? Language(TypeDeclarationSyntax declaration) =>
        ((CSharpParseOptions)declaration.SyntaxTree.Options).LanguageVersion is var version and < LanguageVersion.CSharp12 ? version.ToDisplayString() : null;

    static string? WhyUnsupported(INamedTypeSymbol type) =>
        type.ContainingType is not null ? $"a class inside of '{type.ContainingType.Name}'"
        : type.IsGenericType ? "a generic class"
        : type.IsStatic ? "a static class"
        : type.IsRecord ? "a record"
        : type.IsFileLocal ? "a class that only its own file sees"
        : ModelEmitter.Members.Contains(type.Name) ? $"a class with the name of its own member '{type.Name}'"
        : null;
}
