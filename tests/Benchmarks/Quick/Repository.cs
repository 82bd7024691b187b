namespace EdgeLstm.Benchmarks.Quick;

/// <summary>Where results go.</summary>
static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    static string Find(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "EdgeLstm.sln")))
                return at.FullName;
        return folder;
    }
}
