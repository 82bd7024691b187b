using EdgeLstm.Generator.Model.Errors;
using Microsoft.CodeAnalysis;

namespace EdgeLstm.Generator.Diagnostics;

/// <summary>The generator's diagnostics as the IDE lists them; the message is put together where the problem is found.</summary>
static class Rules
{
    const string Category = "EdgeLstm";
    const string Message = "{0}";
    const DiagnosticSeverity Error = DiagnosticSeverity.Error;

    // Fields each, not one array: the compiler's release tracking (RS2002) sees only those.
    static readonly DiagnosticDescriptor ArtifactNotInProject = new(
        ErrorCatalogue.ArtifactNotInProject, "Model is not in the project", Message, Category, Error, isEnabledByDefault: true);

    static readonly DiagnosticDescriptor ArtifactUnreadable = new(
        ErrorCatalogue.ArtifactUnreadable, "Model cannot be read", Message, Category, Error, isEnabledByDefault: true);

    static readonly DiagnosticDescriptor ArtifactTooNew = new(
        ErrorCatalogue.ArtifactTooNew, "Model is newer than the generator", Message, Category, Error, isEnabledByDefault: true);

    static readonly DiagnosticDescriptor ClassNotPartial = new(
        ErrorCatalogue.ClassNotPartial, "Model class is not partial", Message, Category, Error, isEnabledByDefault: true);

    static readonly DiagnosticDescriptor DuplicateClass = new(
        ErrorCatalogue.DuplicateClass, "Two model classes have one name", Message, Category, Error, isEnabledByDefault: true);

    static readonly DiagnosticDescriptor ModelCannotStream = new(
        ErrorCatalogue.ModelCannotStream, "Model cannot stream", Message, Category, Error, isEnabledByDefault: true);

    static readonly DiagnosticDescriptor WeightsVeryLarge = new(
        ErrorCatalogue.WeightsVeryLarge, "Model makes builds slow", Message, Category, DiagnosticSeverity.Warning, isEnabledByDefault: true);

    static readonly DiagnosticDescriptor ClassNestedOrGeneric = new(
        ErrorCatalogue.ClassNestedOrGeneric, "Class cannot be completed", Message, Category, Error, isEnabledByDefault: true);

    static readonly DiagnosticDescriptor AmbiguousArtifact = new(
        ErrorCatalogue.AmbiguousArtifact, "Two models have one file name", Message, Category, Error, isEnabledByDefault: true);

    static readonly DiagnosticDescriptor MemberTaken = new(
        ErrorCatalogue.MemberTaken, "A member has a generated member's name", Message, Category, Error, isEnabledByDefault: true);

    static readonly DiagnosticDescriptor LanguageTooOld = new(
        ErrorCatalogue.LanguageTooOld, "Language version is too old", Message, Category, Error, isEnabledByDefault: true);

    static readonly DiagnosticDescriptor ModelWithoutClass = new(
        ErrorCatalogue.ModelWithoutClass, "Model has no class", Message, Category, DiagnosticSeverity.Warning, isEnabledByDefault: true);

    static readonly DiagnosticDescriptor[] All =
    [
        ArtifactNotInProject,
        ArtifactUnreadable,
        ArtifactTooNew,
        ClassNotPartial,
        DuplicateClass,
        ModelCannotStream,
        WeightsVeryLarge,
        ClassNestedOrGeneric,
        AmbiguousArtifact,
        MemberTaken,
        LanguageTooOld,
        ModelWithoutClass,
    ];

    public static DiagnosticDescriptor Of(string id) => All.Single(rule => rule.Id == id);
}
