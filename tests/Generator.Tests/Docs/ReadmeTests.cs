using System.Text.RegularExpressions;
using EdgeLstm.Generator.Tests.Running;

namespace EdgeLstm.Generator.Tests.Docs;

/// <summary>
/// What the documentation shows, compiled: each C# example with the class that README.md declares for the example's own artifact.
/// </summary>
public class ReadmeTests
{
    const string Artifact = "examples/raspberrypi/models/pump.elstm";

    static List<Page.Block> CSharp => [.. Page.All().SelectMany(page => page.Blocks).Where(block => block.Language == "csharp")];

    public static TheoryData<string> Examples => [.. CSharp.Select(block => block.Mark).Where(mark => mark is not ("example: class" or Library))];

    /// <summary>A program of its own, which the library's tests compile and run.</summary>
    const string Library = "example: library";

    [Fact]
    public void Every_csharp_block_is_marked_as_an_example_of_its_own_name()
    {
        Assert.NotEmpty(CSharp);
        Assert.All(CSharp, block => Assert.StartsWith("example: ", block.Mark));
        Assert.Distinct(CSharp.Select(block => block.Mark));
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_compiles_against_the_generated_class(string mark)
    {
        string user = $$"""
            using System;
            using System.IO;
            using System.Threading.Tasks;
            public static class Example
            {
                public static void Run()
                {
                    {{CSharp.Single(block => block.Mark == mark).Text}}
                }
            }
            """;
        var run = GeneratorRun.Of([CSharp.Single(block => block.Mark == "example: class").Text, user], [new TextFile("pump.elstm", Page.File(Artifact))]);
        Assert.NotNull(run.Compile().GetType("Pump"));
    }

    [Fact]
    public void The_artifact_page_shows_lines_of_the_examples_artifact()
    {
        var block = Assert.Single(Page.All().SelectMany(page => page.Blocks), block => block.Mark == $"artifact: {Artifact}");
        string[] lines = Page.File(Artifact).Split('\n');
        int at = 0;
        foreach (string shown in block.Text.Split('\n').Where(line => line != "…"))
        {
            at = shown.EndsWith('…') ? Array.FindIndex(lines, at, line => line.StartsWith(shown.TrimEnd('…'), StringComparison.Ordinal)) : Array.IndexOf(lines, shown, at);
            Assert.True(at >= 0, shown);
        }
    }

    [Fact]
    public void Links_between_the_pages_lead_to_files()
    {
        foreach (var page in Page.All())
        {
            foreach (Match link in Regex.Matches(Page.File(page.Path), @"\]\(([^)#]+)(#[^)]*)?\)"))
            {
                string target = link.Groups[1].Value;
                if (!target.StartsWith("http", StringComparison.Ordinal))
                    Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(page.Path)!, target)), $"{page.Path}: {target}");
            }
        }
    }

    [Fact]
    public void Links_to_a_place_in_a_page_lead_to_a_heading()
    {
        foreach (var page in Page.All())
        {
            foreach (Match link in Regex.Matches(Page.File(page.Path), @"\]\(([^):]*\.md)?#([^)]+)\)"))
            {
                string target = link.Groups[1].Success ? Path.Combine(Path.GetDirectoryName(page.Path)!, link.Groups[1].Value) : page.Path;
                Assert.True(Places(target).Contains(link.Groups[2].Value), $"{page.Path}: {link.Value}");
            }
        }
    }

    [Fact]
    public void The_readmes_first_screen_has_code_and_it_ends_after_a_page()
    {
        string[] lines = Page.File("README.md").TrimEnd().Split('\n');
        Assert.InRange(Array.IndexOf(lines, "```csharp"), 1, 20);
        Assert.InRange(lines.Length, 1, 120);
    }

    [Fact]
    public void A_page_says_how_to_use_a_thing_then_how_it_works_then_what_was_tried()
    {
        string[] order = ["## Use", "## How it works", "## What was tried"];
        string[] lists = ["architecture.md", "decisions.md", "errors.md", "golden-errors.md", "index.md"];
        foreach (string page in Directory.GetFiles(Path.Combine(Page.Root, "docs"), "*.md"))
        {
            string[] parts = [.. Page.File(page).Split('\n').Where(line => line.StartsWith("## ", StringComparison.Ordinal))];
            if (lists.Contains(Path.GetFileName(page)))
                continue;
            Assert.Equal(order[0], parts[0]);
            Assert.Equal(order.Where(parts.Contains), parts);
        }
    }

    /// <summary>The names by which headings are linked: lower case, without punctuation, a hyphen for a blank.</summary>
    static HashSet<string> Places(string page) =>
    [
        .. Regex.Matches(Page.File(page), "^#+ (.+)$", RegexOptions.Multiline)
            .Select(match => Regex.Replace(match.Groups[1].Value.ToLowerInvariant(), @"[^\w\- ]", "").Replace(' ', '-')),
    ];

    [Fact]
    public void The_import_for_use_from_source_names_a_file_of_this_repository()
    {
        var block = Assert.Single(Page.All().SelectMany(page => page.Blocks), block => block.Mark == "example: import");
        string path = block.Text.Split('"')[1];
        Assert.StartsWith("../edgelstm/", path);
        Assert.True(File.Exists(Path.Combine(Page.Root, path["../edgelstm/".Length..])), path);
        Assert.Contains(path["../edgelstm/".Length..], Page.File("examples/raspberrypi/PumpMonitor.csproj"));
    }
}
