using EdgeLstm.Generator.Model.Errors;

namespace EdgeLstm.Quantize.Data;

/// <summary>
/// Files as a user names them: <c>logs/*.csv</c> is every file that is called so, in the order of their names. Shells expand that too, but
/// not all of them, and MSBuild items do not.
/// </summary>
static class TablePaths
{
    static readonly char[] Wildcards = ['*', '?'];

    static readonly EnumerationOptions Options = new() { MatchType = MatchType.Simple };

    /// <summary>Each file once, in the order in which they are given.</summary>
    /// <exception cref="ModelException">Nothing is called so.</exception>
    public static IReadOnlyList<string> Expand(IReadOnlyList<string> given) =>
        [.. given.SelectMany(Expand).DistinctBy(Path.GetFullPath)];

    static IReadOnlyList<string> Expand(string given)
    {
        // A file may be called anything.
        if (given.IndexOfAny(Wildcards) < 0 || File.Exists(given))
            return [given];
        string root = Path.GetPathRoot(given) ?? "";
        string[] parts = given[root.Length..].Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar],
            StringSplitOptions.RemoveEmptyEntries);
        IEnumerable<string> found = [root];
        foreach (var (k, part) in parts.Index())
            found = found.SelectMany(folder => Named(folder, part, isLast: k == parts.Length - 1));
        string[] files = [.. found.Order(StringComparer.Ordinal)];
        return files.Length > 0 ? files : throw new ModelException(ErrorCatalogue.FileMissing, "no file that is called so",
            "one at least", "check the folder and the pattern", given);
    }

    static IEnumerable<string> Named(string folder, string part, bool isLast)
    {
        string here = folder.Length == 0 ? "." : folder;
        if (part.IndexOfAny(Wildcards) < 0)
            return Path.Combine(folder, part) is var path && (isLast ? File.Exists(path) : Directory.Exists(path)) ? [path] : [];
        var all = isLast ? Directory.EnumerateFiles(here, part, Options) : Directory.EnumerateDirectories(here, part, Options);
        return all.Select(path => Path.Combine(folder, Path.GetFileName(path)));
    }
}
