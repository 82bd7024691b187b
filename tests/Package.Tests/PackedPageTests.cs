using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using EdgeLstm.Generator.Tests.Docs;

namespace EdgeLstm.Package.Tests;

/// <summary>The pages that a registry shows of the packages, with a repository's address and without: see src/Readme.targets.</summary>
[Trait("Category", "Slow")]
public class PackedPageTests(PackedPageTests.Packages packages) : IClassFixture<PackedPageTests.Packages>
{
    const string Repository = "https://example.org/owner/edgelstm", State = "1234567890abcdef";

    [Theory]
    [InlineData("Runtime", "README.md")]
    [InlineData("Tool", "README.md")]
    [InlineData("Templates", "README.md")]
    [InlineData("Quantize", "docs/library.md")]
    public void With_the_owners_address_every_link_and_picture_is_absolute_and_leads_to_a_file(string package, string page)
    {
        string written = Page.File(page), packed = packages.PageOf(package, Path.GetFileName(page));
        string[] targets = [.. Targets(packed)];
        Assert.Equal(Targets(written).Count(), targets.Length);
        Assert.NotEmpty(targets);
        Assert.All(targets, target => Assert.StartsWith("https://", target));
        foreach (string target in targets.Where(target => target.StartsWith(Repository, StringComparison.Ordinal)))
        {
            var parts = Regex.Match(target, $"^{Regex.Escape(Repository)}/(blob|raw)/{State}/([^#]+)(#.+)?$");
            Assert.True(parts.Success, target);
            Assert.True(File.Exists(Path.Combine(Dotnet.Repository, parts.Groups[2].Value)), target);
            Assert.DoesNotContain("..", target);
        }

        // Nothing else is touched.
        Assert.Equal(Regex.Replace(written, Target, "]()"), Regex.Replace(packed, Target, "]()"));
    }

    [Fact]
    public void Pictures_are_png_for_a_registry()
    {
        var pictures = Regex.Matches(packages.PageOf("Runtime", "README.md"), @"!\[[^\]]*\]\(([^)]+)\)")
            .Select(match => match.Groups[1].Value);
        Assert.NotEmpty(pictures);
        Assert.All(pictures, picture => Assert.Matches($@"^{Regex.Escape(Repository)}/raw/{State}/.+\.png$", picture));
    }

    [Fact]
    public void Each_drawing_has_a_png_beside_it() =>
        Assert.All(
            Directory.GetFiles(Path.Combine(Dotnet.Repository, "docs"), "*.svg"),
            svg => Assert.True(File.Exists(Path.ChangeExtension(svg, ".png")), svg));

    [Fact]
    public void Without_an_address_the_page_is_the_repositorys()
    {
        var package = new PackedRuntime();
        Assert.Equal(Page.File("README.md"), Read(package.File, "README.md"));
    }

    [Theory]
    [InlineData("https://github.com/owner/edgelstm.git",
        "https://github.com/owner/edgelstm/blob/HEAD/", "https://raw.githubusercontent.com/owner/edgelstm/HEAD/")]
    [InlineData("https://example.org/owner/edgelstm/", Repository + "/blob/HEAD/", Repository + "/raw/HEAD/")]
    public void An_address_may_be_a_clones_and_the_newest_state_is_linked_by_default(string address, string pages, string pictures)
    {
        string folder = Directory.CreateTempSubdirectory("edgelstm-readme-").FullName + "/";
        Dotnet.Succeed(
            Dotnet.Repository, "msbuild", "src/Runtime", "-nologo", "-t:EdgeLstmReadme", $"-p:RepositoryUrl={address}",
            $"-p:IntermediateOutputPath={folder}");
        string page = File.ReadAllText(folder + "readme/README.md");
        Assert.Contains($"]({pages}docs/index.md)", page);
        Assert.Contains($"]({pictures}docs/live-view.png)", page);
        Directory.Delete(folder, recursive: true);
    }

    const string Target = @"\]\(([^)]+)\)";

    static IEnumerable<string> Targets(string page) => Regex.Matches(page, Target).Select(match => match.Groups[1].Value);

    static string Read(string package, string page)
    {
        using var zip = ZipFile.OpenRead(package);
        using var text = new StreamReader(zip.GetEntry(page)!.Open());
        return text.ReadToEnd().ReplaceLineEndings("\n");
    }

    [Theory]
    [InlineData("Runtime", true)]
    [InlineData("Quantize", true)]
    [InlineData("Tool", true)]
    [InlineData("Templates", false)]
    public void A_registry_is_told_what_the_package_is(string package, bool hasCode)
    {
        using var zip = ZipFile.OpenRead(packages.FileOf(package, ".nupkg"));
        using var text = zip.GetEntry($"EdgeLstm.{package}.nuspec")!.Open();
        var nuspec = XDocument.Load(text).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
        string Said(string name) => nuspec.Elements().Single(element => element.Name.LocalName == name).Value;
        Assert.Equal(("MIT", "icon.png"), (Said("license"), Said("icon")));
        Assert.Equal(Repository, Said("projectUrl"));
        Assert.Contains("lstm", Said("tags").Split(' '));
        Assert.NotEqual("Package Description", Said("description"));
        Assert.NotNull(zip.GetEntry(Said("readme")));
        Assert.NotNull(zip.GetEntry("icon.png"));
        var repository = nuspec.Elements().Single(element => element.Name.LocalName == "repository");
        Assert.Equal(("git", Repository, State), ((string?)repository.Attribute("type"), (string?)repository.Attribute("url"),
            (string?)repository.Attribute("commit")));

        // Symbols are a package of their own; the tool has them with it besides, for its stack traces.
        Assert.Equal(hasCode, File.Exists(packages.FileOf(package, ".snupkg")));
        Assert.Equal(package == "Tool", zip.Entries.Any(entry => entry.Name.EndsWith(".pdb", StringComparison.Ordinal)));
        if (!hasCode)
            return;
        using var symbols = ZipFile.OpenRead(packages.FileOf(package, ".snupkg"));
        Assert.Contains(symbols.Entries, entry => entry.Name.EndsWith(".pdb", StringComparison.Ordinal));
    }

    /// <summary>All packages, packed as their owner would.</summary>
    public sealed class Packages : IDisposable
    {
        const string Version = "0.1.0-page";

        readonly string _folder = Directory.CreateTempSubdirectory("edgelstm-pages-").FullName;

        public Packages()
        {
            foreach (string project in (string[])["src/Runtime", "src/Quantize", "src/Tool", "templates"])
            {
                Dotnet.Succeed(
                    Dotnet.Repository, "pack", project, "--artifacts-path", Path.Combine(_folder, "artifacts"), "-o", _folder,
                    $"-p:Version={Version}", $"-p:RepositoryUrl={Repository}", $"-p:RepositoryCommit={State}",
                    Dotnet.Analyzed);
            }
        }

        public string FileOf(string package, string ending) => Path.Combine(_folder, $"EdgeLstm.{package}.{Version}{ending}");

        public string PageOf(string package, string page) => Read(FileOf(package, ".nupkg"), page);

        public void Dispose() => Directory.Delete(_folder, recursive: true);
    }
}
