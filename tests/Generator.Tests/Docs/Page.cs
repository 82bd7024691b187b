using System.Runtime.CompilerServices;

namespace EdgeLstm.Generator.Tests.Docs;

/// <summary>A page of the documentation and its fenced blocks.</summary>
sealed record Page(string Path, IReadOnlyList<Page.Block> Blocks)
{
    /// <param name="Language">What stands after the fence.</param>
    /// <param name="Mark">The HTML comment right above the fence, without its brackets; else empty.</param>
    /// <param name="Text">The lines between, LF.</param>
    public sealed record Block(string Page, string Language, string Mark, string Text);

    /// <summary>The repository's root folder.</summary>
    public static string Root { get; } = Folder();

    /// <summary>README.md, CONTRIBUTING.md and everything in docs.</summary>
    public static IEnumerable<Page> All() =>
        Directory.GetFiles(System.IO.Path.Combine(Root, "docs"), "*.md").Order(StringComparer.Ordinal)
            .Prepend(System.IO.Path.Combine(Root, "CONTRIBUTING.md")).Prepend(System.IO.Path.Combine(Root, "README.md")).Select(Read);

    public static string File(string path) => System.IO.File.ReadAllText(System.IO.Path.Combine(Root, path)).ReplaceLineEndings("\n");

    public static Page Read(string path)
    {
        var blocks = new List<Block>();
        string above = "";
        List<string>? inside = null;
        string language = "", mark = "";
        foreach (string line in System.IO.File.ReadAllText(path).ReplaceLineEndings("\n").Split('\n'))
        {
            if (inside is null && line.StartsWith("```", StringComparison.Ordinal))
            {
                (inside, language) = ([], line[3..]);
                mark = above.StartsWith("<!-- ", StringComparison.Ordinal) ? above[5..^4] : "";
            }
            else if (inside is not null && line == "```")
            {
                blocks.Add(new(System.IO.Path.GetFileName(path), language, mark, string.Join('\n', inside)));
                inside = null;
            }
            else
            {
                inside?.Add(line);
            }

            above = line;
        }

        Assert.Null(inside);
        return new(path, blocks);
    }

    static string Folder([CallerFilePath] string thisFile = "") => System.IO.Path.GetFullPath(System.IO.Path.Combine(thisFile, "..", "..", "..", ".."));
}
