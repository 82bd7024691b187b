namespace EdgeLstm.Quantize.Tests.Shared;

/// <summary>Where tests find files: the repository, and the shared inputs that nobody on this project made.</summary>
static class TestFiles
{
    public static string Repository { get; } = Upwards(folder => File.Exists(Path.Combine(folder, "Directory.Packages.props")) ? folder : null)
        ?? throw new DirectoryNotFoundException("The tests run outside of the repository.");

    /// <summary>What any of tells the shared folder by.</summary>
    static readonly string[] SharedNames = ["data", "cases", "board"];

    /// <summary>
    /// What EDGELSTM_SHARED names, or a folder shared beside the repository or above it; and the one for data. Null where there is none.
    /// </summary>
    static readonly (string? Folder, string? Data) Everything =
        (Environment.GetEnvironmentVariable("EDGELSTM_SHARED") is { Length: > 0 } given ? given : Upwards(SharedIn)) is { } named
            ? Named(named)
            : default;

    /// <summary>The folder data of the shared ones; null where there is none.</summary>
    public static string? SharedData => Everything.Data;

    public static string Shared(params string[] parts) => Path.Combine([SharedData!, .. parts]);

    /// <summary>Another of the shared folders, which lie side by side: cases, board. Null where there is none.</summary>
    public static string? SharedFolder(string name) => Everything.Folder is { } folder ? Existing(Path.Combine(folder, name)) : null;

    /// <summary>
    /// What EDGELSTM_SHARED names is what the shared folders lie in; once it was the one for data itself, and may be still. CI's script
    /// reads it alike.
    /// </summary>
    internal static (string? Folder, string? Data) Named(string given)
    {
        string folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(given));
        return HasAny(folder) ? (folder, Existing(Path.Combine(folder, "data")))
            : Directory.Exists(folder) ? (Path.GetDirectoryName(folder), folder)
            : default;
    }

    static string? SharedIn(string folder) => Path.Combine(folder, "shared") is var shared && HasAny(shared) ? shared : null;

    static bool HasAny(string folder) => Array.Exists(SharedNames, name => Directory.Exists(Path.Combine(folder, name)));

    static string? Existing(string folder) => Directory.Exists(folder) ? folder : null;

    static string? Upwards(Func<string, string?> find)
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (find(folder) is { } found)
                return found;
        return null;
    }
}
