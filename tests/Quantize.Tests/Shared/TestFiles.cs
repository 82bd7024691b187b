namespace EdgeLstm.Quantize.Tests.Shared;

/// <summary>Where tests find files: the repository, and the shared inputs that nobody on this project made.</summary>
static class TestFiles
{
    public static string Repository { get; } = Upwards(folder => File.Exists(Path.Combine(folder, "Directory.Packages.props")) ? folder : null)
        ?? throw new DirectoryNotFoundException("The tests run outside of the repository.");

    /// <summary>
    /// The folder data of the shared ones, which EDGELSTM_SHARED has below it, or a folder shared beside the repository or above it; null
    /// where there is none.
    /// </summary>
    public static string? SharedData { get; } = Environment.GetEnvironmentVariable("EDGELSTM_SHARED") is { Length: > 0 } given
        ? DataOf(given)
        : Upwards(folder => Existing(Path.Combine(folder, "shared", "data")));

    public static string Shared(params string[] parts) => Path.Combine([SharedData!, .. parts]);

    /// <summary>Another of the shared folders, which lie side by side: cases, board. Null where there is none.</summary>
    public static string? SharedFolder(string name) => SharedData is null ? null : Beside(SharedData, name);

    /// <summary>
    /// What EDGELSTM_SHARED names is what the shared folders lie in; once it was the one called data itself, and may be still.
    /// </summary>
    internal static string? DataOf(string given)
    {
        string folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(given));
        return Existing(Path.Combine(folder, "data")) ?? Existing(folder);
    }

    internal static string? Beside(string data, string name) => Existing(Path.Combine(Path.GetDirectoryName(data)!, name));

    static string? Existing(string folder) => Directory.Exists(folder) ? folder : null;

    static string? Upwards(Func<string, string?> find)
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (find(folder) is { } found)
                return found;
        return null;
    }
}
