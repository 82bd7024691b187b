namespace EdgeLstm.Quantize.Tests.Shared;

/// <summary>Where tests find files: the repository, and the shared inputs that nobody on this project made.</summary>
static class TestFiles
{
    public static string Repository { get; } = Upwards(folder => File.Exists(Path.Combine(folder, "Directory.Packages.props")) ? folder : null)
        ?? throw new DirectoryNotFoundException("The tests run outside of the repository.");

    /// <summary>The shared data folder: EDGELSTM_SHARED, or shared/data beside the repository or above it; null where there is none.</summary>
    public static string? SharedData { get; } = Environment.GetEnvironmentVariable("EDGELSTM_SHARED") is { Length: > 0 } given
        ? Existing(given)
        : Upwards(folder => Existing(Path.Combine(folder, "shared", "data")));

    public static string Shared(params string[] parts) => Path.Combine([SharedData!, .. parts]);

    static string? Existing(string folder) => Directory.Exists(folder) ? folder : null;

    static string? Upwards(Func<string, string?> find)
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (find(folder) is { } found)
                return found;
        return null;
    }
}
