using System.Collections.Immutable;
using EdgeLstm.Generator.Diagnostics;
using EdgeLstm.Generator.Model.Errors;

namespace EdgeLstm.Generator.Parse;

/// <summary>
/// Finds the model that an attribute means: by the path from the project, else by the bare file name where only one model has it. A model that
/// the build makes from an <c>.onnx</c> item goes by that item's path, with either extension.
/// </summary>
static class ModelMatch
{
    public static (ModelFile? File, Problem? Problem) Find(ClassRequest request, ImmutableArray<ModelFile> files)
    {
        var found = files.Where(file => Names(file).Contains(request.Path, StringComparer.Ordinal)).ToList();
        if (found.Count == 0 && !request.Path.Contains('/'))
            found = files.Where(file => Names(file).Any(name => ItemPath.FileName(name) == request.Path)).ToList();

        // One file listed twice is still one file.
        var distinct = found.GroupBy(file => file.Path, StringComparer.Ordinal).Select(group => group.First()).ToList();
        return distinct.Count switch
        {
            1 => (distinct[0], null),
            0 => (null, Missing(request, files)),
            _ => (null, Problem.Of(
                ErrorCatalogue.AmbiguousArtifact, request.Location, $"{distinct.Count} models named '{request.Path}': {List(distinct)}", "one",
                $"give the path from the project, [EdgeLstmModel(\"{distinct[0].Source}\")]")),
        };
    }

    static Problem Missing(ClassRequest request, ImmutableArray<ModelFile> files)
    {
        var near = files.FirstOrDefault(file => Names(file).Any(name =>
            string.Equals(name, request.Path, StringComparison.OrdinalIgnoreCase)
            || string.Equals(ItemPath.FileName(name), request.Path, StringComparison.OrdinalIgnoreCase)));
        string remedy = near is not null
            ? $"write the path in the case of '{near.Source}'"
            : $"add <EdgeLstmModel Include=\"{request.Path}\" /> to an ItemGroup of the project file";
        return Problem.Of(
            ErrorCatalogue.ArtifactNotInProject, request.Location, $"'{request.Path}', which is no EdgeLstmModel item of the project",
            files.IsEmpty ? "an EdgeLstmModel item (there is none)" : $"one of {List(files)}", remedy);
    }

    static string[] Names(ModelFile file) =>
        file.Source.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase)
            ? [file.Item, file.Source, file.Source.Substring(0, file.Source.Length - ".onnx".Length) + ".elstm"]
            : [file.Item, file.Source];

    static string List(IEnumerable<ModelFile> files) =>
        string.Join(", ", files.Select(file => $"'{file.Source}'").Distinct().OrderBy(name => name, StringComparer.Ordinal));
}
