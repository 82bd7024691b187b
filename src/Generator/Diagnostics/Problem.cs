using EdgeLstm.Generator.Model.Errors;
using Microsoft.CodeAnalysis;

namespace EdgeLstm.Generator.Diagnostics;

/// <summary>A diagnostic by value, so that pipeline steps can compare and carry it.</summary>
sealed record Problem(string Id, LocationInfo Location, string Message)
{
    public static Problem Of(string id, LocationInfo location, string found, string expected, string remedy) =>
        new(id, location, new ModelException(id, found, expected, remedy).Message);

    /// <summary>An exception that nobody foresaw: the generator says so and goes on.</summary>
    public static Problem Defect(string item, LocationInfo location, Exception error) => Of(
        ErrorCatalogue.ArtifactUnreadable, location, $"{error.GetType().Name} while reading '{item}': {error.Message}", "no exception",
        "this is a defect of the generator: please report it with the artifact's first lines");

    public Diagnostic ToDiagnostic() => Diagnostic.Create(Rules.Of(Id), Location.ToLocation(), Message);
}
