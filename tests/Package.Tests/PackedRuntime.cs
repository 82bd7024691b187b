namespace EdgeLstm.Package.Tests;

/// <summary>The package, made once for all tests, with a version that no other run has.</summary>
public sealed class PackedRuntime : IDisposable
{
    public PackedRuntime()
    {
        // An artifacts path of its own: neither the repository's obj nor a build that runs beside this one is touched.
        Dotnet.Succeed(Dotnet.Repository, "pack", "src/Runtime", "--artifacts-path", Path.Combine(Folder, "artifacts"), "-o", Feed,
            $"-p:Version={Version}");
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("edgelstm-package-").FullName;

    public string Version { get; } = $"0.1.0-test.{Guid.NewGuid():n}";

    public string Feed => Path.Combine(Folder, "feed");

    public string File => Path.Combine(Feed, $"EdgeLstm.Runtime.{Version}.nupkg");

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
