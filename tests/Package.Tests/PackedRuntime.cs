namespace EdgeLstm.Package.Tests;

/// <summary>The package, made once for all tests of the process, with a version that no other run has.</summary>
public sealed class PackedRuntime
{
    static readonly Lazy<PackedRuntime> Made = new(() => new PackedRuntime(isFirst: true));

    /// <summary>For a class of tests: the one package.</summary>
    public PackedRuntime() => (Folder, Version) = (Made.Value.Folder, Made.Value.Version);

    PackedRuntime(bool isFirst)
    {
        Assert.True(isFirst);
        (Folder, Version) = (Directory.CreateTempSubdirectory("edgelstm-package-").FullName, $"0.1.0-test.{Guid.NewGuid():n}");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Folder, recursive: true);

        // An artifacts path of its own: neither the repository's obj nor a build that runs beside this one is touched.
        Dotnet.Succeed(Dotnet.Repository, "pack", "src/Runtime", "--artifacts-path", Path.Combine(Folder, "artifacts"), "-o", Feed,
            $"-p:Version={Version}", Dotnet.Analyzed);
    }

    public string Folder { get; }

    public string Version { get; }

    public string Feed => Path.Combine(Folder, "feed");

    public string File => Path.Combine(Feed, $"EdgeLstm.Runtime.{Version}.nupkg");
}
