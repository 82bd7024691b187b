using EdgeLstm.Quantize.Tests.Shared;

namespace EdgeLstm.Quantize.Tests.House;

/// <summary>What the repository has of C#: sources, tests, examples and what is written for users.</summary>
static class SourceFiles
{
    /// <summary>Relative to the repository, with slashes. What a generator wrote (.g.cs) is as it is.</summary>
    public static IEnumerable<string> All() =>
        from folder in (string[])["src", "tests", "examples", "templates"]
        from path in Directory.EnumerateFiles(Path.Combine(TestFiles.Repository, folder), "*.cs", SearchOption.AllDirectories)
        let file = Path.GetRelativePath(TestFiles.Repository, path).Replace('\\', '/')
        where !file.Split('/').Any(part => part is "obj" or "bin") && !file.EndsWith(".g.cs", StringComparison.Ordinal)
        select file;
}
