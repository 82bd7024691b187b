using EdgeLstm.Generator.Emit;
using EdgeLstm.Generator.Model;
using Microsoft.CodeAnalysis;

namespace EdgeLstm.Generator.Parse;

/// <summary>What a project's own part of a class, and its base classes, declare: no generated member can have such a name.</summary>
/// <param name="Own">Names, one a line; a method's with its parameters.</param>
/// <param name="Inherited">The same of base classes, each with the class behind a tab.</param>
/// <param name="Emitted">A part of the class that is a file of ours, written by an earlier build or by <c>edgelstm codegen</c>; else empty.</param>
sealed record OwnMembers(string Own, string Inherited, string Emitted)
{
    static readonly SymbolDisplayFormat Plain = new(
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters, miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    public const string Reset = "Reset()", Step = "Step(ReadOnlySpan<float>,Span<float>)";

    public static OwnMembers Of(INamedTypeSymbol type, Compilation compilation)
    {
        var inherited = Bases(type).SelectMany(parent => parent.GetMembers()
            .Where(member => Counts(member) && compilation.IsSymbolAccessibleWithin(member, type) && !Overridable(member))
            .Select(member => $"{Signature(member)}\t{parent.Name}"));
        string emitted = type.DeclaringSyntaxReferences.Select(part => part.SyntaxTree).FirstOrDefault(IsEmitted)?.FilePath ?? "";
        return new(string.Join("\n", type.GetMembers().Where(Counts).Select(Signature)), string.Join("\n", inherited), emitted);
    }

    /// <summary>Whether the nearest base class that has a method lets it be overridden by ours.</summary>
    public static bool Overrides(INamedTypeSymbol type, string method) =>
        Bases(type).SelectMany(parent => parent.GetMembers()).FirstOrDefault(member => Counts(member) && Signature(member) == method) is { } nearest && Overridable(nearest);

    /// <summary>The first name that both have, as a message tells of it; else null.</summary>
    public string? Clash(ModelArtifact model, ClassTarget target)
    {
        if (Own.Length == 0 && Inherited.Length == 0)
            return null;
        var declared = DeclaredMembers.Of(model, target);
        var names = new HashSet<string>(declared.Select(Name), StringComparer.Ordinal);
        var fields = new HashSet<string>(declared.Where(member => !IsMethod(member)), StringComparer.Ordinal);
        if (Lines(Own).FirstOrDefault(Taken) is { } own)
            return $"'{Name(own)}' in class '{target.Name}'";
        string? inherited = Lines(Inherited).FirstOrDefault(line => Taken(line.Split('\t')[0]));
        return inherited is null ? null : $"'{Name(inherited.Split('\t')[0])}' in base class '{inherited.Split('\t')[1]}' of '{target.Name}'";

        // Two methods of one name are overloads as long as their parameters differ.
        bool Taken(string member) => IsMethod(member) ? declared.Contains(member) || fields.Contains(Name(member)) : names.Contains(member);
    }

    static bool IsEmitted(SyntaxTree tree) =>
        tree.GetText().Lines is { Count: > 1 } lines && lines[1].ToString().StartsWith(ModelEmitter.HeaderStart, StringComparison.Ordinal);

    static IEnumerable<INamedTypeSymbol> Bases(INamedTypeSymbol type)
    {
        for (var parent = type.BaseType; parent is not null && parent.SpecialType != SpecialType.System_Object; parent = parent.BaseType)
            yield return parent;
    }

    static bool Counts(ISymbol member) =>
        !member.IsImplicitlyDeclared && member is not IMethodSymbol { MethodKind: not MethodKind.Ordinary } && member.CanBeReferencedByName;

    static bool Overridable(ISymbol member) =>
        member is IMethodSymbol { ReturnsVoid: true, IsSealed: false, DeclaredAccessibility: Accessibility.Public } method
        && (method.IsVirtual || method.IsAbstract || method.IsOverride) && Signature(method) is Reset or Step;

    static string Signature(ISymbol member) => member is IMethodSymbol method
        ? $"{method.Name}{(method.Arity == 0 ? "" : "`" + method.Arity)}({string.Join(",", method.Parameters.Select(p => (p.RefKind == RefKind.None ? "" : "ref ") + p.Type.ToDisplayString(Plain)))})"
        : member.Name;

    static string[] Lines(string text) => text.Length == 0 ? [] : text.Split('\n');

    static bool IsMethod(string member) => member.IndexOf('(') >= 0;

    static string Name(string member) => member.Split('(', '`')[0];
}
