using System.Text.RegularExpressions;

namespace EdgeLstm.Package.Tests;

/// <summary>NuGet keeps a version that it has unpacked, whatever is packed under its name later: see src/Version.targets.</summary>
public class VersionTests
{
    const string OfCommit = @"^0\.1\.0-dev\.20261130\d{6}\.g[0-9a-f]{10}$";

    const string OfChanges = @"^0\.1\.0-dev\.20261130\d{6}\.g[0-9a-f]{10}\.changed-[0-9a-f]{10}$";

    [GitFact]
    [Trait("Category", "Slow")]
    public void Each_state_of_the_sources_has_a_version_of_its_own()
    {
        using var sources = new SourceTree();
        string first = sources.Version();
        Assert.Matches(OfCommit, first);
        Assert.Contains(".20261130093107.", sources.Version(), StringComparison.Ordinal); // 12:01:07 at +02:30

        string readme = File.ReadAllText(Path.Combine(sources.Folder, "README.md"));
        var changed = new List<string>();
        foreach (string text in (string[])["a", "b"])
        {
            sources.Write("README.md", text);
            changed.Add(sources.Version());
        }

        sources.Write("README.md", readme);
        foreach (string text in (string[])["// a", "// b"])
        {
            sources.Write("src/Runtime/It's new & odd.cs", text);
            changed.Add(sources.Version());
        }

        Assert.All(changed, version => Assert.Matches(OfChanges, version));
        Assert.Distinct(changed);
        sources.Delete("src/Runtime/It's new & odd.cs");
        Assert.Equal(first, sources.Version());

        // What packing leaves behind is no change, wherever it lies.
        sources.Write("feed/EdgeLstm.Runtime.nupkg", "zip");
        Assert.Equal(first, sources.Version());

        sources.Commit();
        string second = sources.Version();
        Assert.Matches(OfCommit, second);
        Assert.True(string.CompareOrdinal(first, second) < 0, $"{first} is before {second}");
    }

    [GitFact]
    [Trait("Category", "Slow")]
    public void A_shallow_clone_without_tags_has_the_version_of_the_whole()
    {
        using var sources = new SourceTree();
        sources.Commit();
        sources.Git("tag", "v7.0.0");
        using var clone = sources.ShallowClone();
        Assert.Equal(sources.Version(), clone.Version());
    }

    [GitFact]
    [Trait("Category", "Slow")]
    public void Symbols_lead_to_the_owners_address_whatever_the_clones_remote_is()
    {
        using var sources = new SourceTree();
        sources.Git("remote", "add", "origin", "https://example.org/mirror.git");
        Dotnet.Succeed(sources.Folder, "build", "src/Runtime", "-c", "Release", "-p:RepositoryUrl=https://github.com/owner/edgelstm");
        Assert.Matches(
            @"edgelstm/\*"":""https://raw\.githubusercontent\.com/owner/edgelstm/[0-9a-f]{40}/\*""",
            sources.Read("src/Runtime/obj/Release/net10.0/EdgeLstm.Runtime.sourcelink.json"));
    }

    [GitFact]
    [Trait("Category", "Slow")]
    public void An_archive_of_the_sources_has_the_time_of_packing()
    {
        using var sources = new SourceTree();
        Directory.Move(Path.Combine(sources.Folder, ".git"), Path.Combine(sources.Above, "history"));
        string before = $"{DateTime.UtcNow:yyyyMMddHHmmss}", version = sources.Version(), after = $"{DateTime.UtcNow:yyyyMMddHHmmss}";
        var match = Regex.Match(version, @"^0\.1\.0-dev\.(\d{14})\.nogit$");
        Assert.True(match.Success, version);
        Assert.InRange(match.Groups[1].Value, before, after);
    }

    [GitFact]
    [Trait("Category", "Slow")]
    public void Somebody_elses_repository_around_an_archive_says_nothing()
    {
        using var sources = new SourceTree();
        Directory.Move(Path.Combine(sources.Folder, ".git"), Path.Combine(sources.Above, "history"));
        sources.GitIn(sources.Above, "init", "--quiet");
        sources.CommitIn(sources.Above);
        Assert.EndsWith(".nogit", sources.Version(), StringComparison.Ordinal);
    }

    [GitFact]
    public void A_release_says_its_own_version()
    {
        using var sources = new SourceTree();
        Assert.Equal("0.1.0", sources.Version("-p:Version=0.1.0"));
        Assert.Equal("0.1.0-mine.1", sources.Version("-p:PackageVersion=0.1.0-mine.1"));
    }

    [GitFact]
    [Trait("Category", "Slow")]
    public void The_next_package_replaces_the_one_in_a_consumers_cache_and_a_commit_compiles_nothing()
    {
        using var sources = new SourceTree();
        string feed = Path.Combine(sources.Above, "feed");
        var consumer = new Consumer(sources.Above, feed, "0.1.0-*", "");
        consumer.Write("Program.cs", """
            using System.Reflection;
            var runtime = typeof(EdgeLstm.Kernel).Assembly;
            string version = runtime.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
            System.Console.WriteLine($"{version} {runtime.GetType("EdgeLstm.Answer")?.GetField("Is")!.GetRawConstantValue()}");
            """);
        foreach (int answer in (int[])[41, 42, 43])
        {
            sources.Write("src/Runtime/Answer.cs", $$"""
                namespace EdgeLstm;

                /// <summary>Tells one package from another; not public, which a list would have to say.</summary>
                static class Answer
                {
                    /// <summary>A number.</summary>
                    public const int Is = {{answer}};
                }

                """);
            if (answer != 43)
                sources.Commit(); // the third is packed as it was edited
            string version = sources.Pack(feed);
            consumer.Restore("--force");
            Assert.Equal($"{version} {answer}", consumer.Run().Trim());
        }

        Assert.Equal(3, Directory.GetFiles(feed, "*.nupkg").Length);

        DateTime Compiled() => File.GetLastWriteTimeUtc(
            Path.Combine(sources.Folder, "src/Runtime/obj/Release/net10.0/EdgeLstm.Runtime.dll"));
        Dotnet.Succeed(sources.Folder, "build", "src/Runtime", "-c", "Release");
        var before = Compiled();
        sources.Commit();
        Dotnet.Succeed(sources.Folder, "build", "src/Runtime", "-c", "Release");
        Assert.Equal(before, Compiled());
    }
}
