using System.Collections.Immutable;
using EdgeLstm.Generator.Diagnostics;
using EdgeLstm.Generator.Emit;
using EdgeLstm.Generator.Model.Errors;

namespace EdgeLstm.Generator.Parse;

/// <summary>A project that lists models and has no class for any: the item was the first step, and the class is the next.</summary>
static class IdleModel
{
    public static Problem? Of((ImmutableArray<ModelFile> Files, bool HasNoClass) project, CancellationToken cancellation)
    {
        if (!project.HasNoClass || project.Files.FirstOrDefault(file => file.Problem is null) is not { } file)
            return null;
        string name = file.Model.Value!.Name, type = Identifiers.Of([name], "")[0];
        return Problem.Of(
            ErrorCatalogue.ModelWithoutClass, LocationInfo.Of(file.Path), $"'{file.Source}' and no class that asks for a model",
            "a class that the generator completes",
            $"write [EdgeLstm.EdgeLstmModel(\"{file.Source}\")] public sealed partial class {type}Model; in a C# file of the project");
    }
}
