using System.Text.RegularExpressions;
using EdgeLstm.Quantize.Tests.Shared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace EdgeLstm.Quantize.Tests.House;

/// <summary>How many files a layer, a function, a cell and so on take, as CONTRIBUTING.md has it: the number can neither grow nor fall unseen.</summary>
public partial class TouchPointTests
{
    [Fact]
    public void An_addition_touches_as_many_files_as_the_table_says()
    {
        string page = File.ReadAllText(Path.Combine(TestFiles.Repository, "CONTRIBUTING.md"));
        var rows = Row().Matches(page);
        Assert.Equal(6, rows.Count);
        (string Path, HashSet<string> Names)[] files = [.. SourceRooms.Files().Select(file => (file, Names(file)))];
        var wrong = new List<string>();
        foreach (Match row in rows)
        {
            string[] names = row.Groups["names"].Value.Split(['`', ' '], StringSplitOptions.RemoveEmptyEntries);
            Assert.All(names, name => Assert.True(files.Any(file => file.Names.Contains(name)), $"nothing is called {name}"));
            string own = row.Groups["example"].Value.Contains("outside of its folder") ? Folder(names[0]) : "*";
            string[] touched = [.. files.Where(file => Path.GetDirectoryName(file.Path) != own && names.Any(file.Names.Contains)).Select(file => file.Path)];
            if (touched.Length != int.Parse(row.Groups["files"].Value))
                wrong.Add($"{row.Groups["addition"].Value}: {touched.Length} files, the table has {row.Groups["files"].Value}: {string.Join(", ", touched.Order())}");
        }

        Assert.Equal([], wrong);
    }

    static string Folder(string type) => Path.GetDirectoryName(SourceRooms.Files().Single(file => Path.GetFileName(file) == type + ".cs"))!;

    /// <summary>Identifiers in code: comments and strings are no touch points.</summary>
    static HashSet<string> Names(string file) =>
    [
        .. CSharpSyntaxTree.ParseText(File.ReadAllText(Path.Combine(TestFiles.Repository, "src", file))).GetRoot().DescendantTokens()
            .Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText),
    ];

    [GeneratedRegex(@"^\| (?<addition>[a-z ]+) \| (?<example>[^|]+) \| (?<names>(?:`\w+` ?)+) \| (?<files>\d+) \| \d+ \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
