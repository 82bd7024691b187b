using System.Diagnostics;

namespace EdgeLstm.Package.Tests;

/// <summary>
/// The sources of the package, copied into a repository of their own: the one around the tests may be shallow, changed, or none.
/// </summary>
sealed class SourceTree : IDisposable
{
    static readonly string[] Sources = ["src/Runtime", "src/Generator"];

    int _commits;

    public SourceTree()
        : this("edgelstm")
    {
        foreach (string file in Directory.EnumerateFiles(Dotnet.Repository).Where(file => Path.GetFileName(file) != ".git"))
            Copy(file);
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Dotnet.Repository, "src"), "*.targets"))
            Copy(file);
        Copy(Path.Combine(Dotnet.Repository, "docs/icon.png"));
        var folders = Sources.Select(folder => Path.Combine(Dotnet.Repository, folder));
        foreach (string file in folders.SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)))
        {
            if (!file.Split('/', '\\').Any(part => part is "bin" or "obj"))
                Copy(file);
        }

        Git("init", "--quiet");
        Commit();
    }

    SourceTree(string name) => Folder = Path.Combine(Above, name);

    /// <summary>The folder around the repository.</summary>
    public string Above { get; } = Directory.CreateTempSubdirectory("edgelstm-sources-").FullName;

    public string Folder { get; }

    /// <summary>What a package would be called.</summary>
    public string Version(params string[] more) =>
        Dotnet.Succeed(Folder, ["msbuild", "src/Runtime", "-nologo", "-t:EdgeLstmPackVersion", "-getProperty:PackageVersion", .. more])
            .Trim();

    public string Pack(string feed)
    {
        Dotnet.Succeed(Folder, "pack", "src/Runtime", "-c", "Release", "-o", feed, Dotnet.Analyzed);
        return Version("-p:Configuration=Release");
    }

    public void Write(string file, string text)
    {
        string path = Path.Combine(Folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    public void Delete(string file) => File.Delete(Path.Combine(Folder, file));

    /// <summary>Commits all that is there, a minute after the last.</summary>
    public void Commit()
    {
        Git("add", "--all");
        _commits++;
        CommitIn(Folder);
    }

    /// <summary>Commits what was added, if anything, in a repository that may be another.</summary>
    public void CommitIn(string folder) => GitIn(
        folder, "-c", "user.name=test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false",
        "commit", "--quiet", "--allow-empty", "-m", $"Commit {_commits}");

    /// <summary>The last commit alone, without tags.</summary>
    public SourceTree ShallowClone()
    {
        var clone = new SourceTree("clone");
        Git("clone", "--quiet", "--depth", "1", "--no-tags", new Uri(Folder).AbsoluteUri, clone.Folder);
        return clone;
    }

    public void Git(params string[] arguments) => GitIn(Folder, arguments);

    public string Read(string file) => File.ReadAllText(Path.Combine(Folder, file));

    public void GitIn(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        start.Environment["GIT_COMMITTER_DATE"] = $"2026-11-30T12:{_commits:00}:07+0230";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"git {string.Join(' ', arguments)} gave {process.ExitCode}:\n{output}{errors.Result}");
    }

    public void Dispose()
    {
        // Git's objects are read-only, which some systems do not delete.
        foreach (string file in Directory.EnumerateFiles(
            Above, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }))
            File.SetAttributes(file, FileAttributes.Normal);
        Directory.Delete(Above, recursive: true);
    }

    void Copy(string file)
    {
        string copy = Path.Combine(Folder, Path.GetRelativePath(Dotnet.Repository, file));
        Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
        File.Copy(file, copy);
    }
}
