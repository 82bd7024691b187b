namespace EdgeLstm.Tool.Commands.New;

/// <summary>A folder of packages, which a project needs as long as no registry has EdgeLstm.Runtime.</summary>
static class PackageFeed
{
    const string Packages = "EdgeLstm.Runtime.*.nupkg";

    /// <summary>
    /// The given folder, else the first that has the package of this one, its 'packages', and those of the folders above; null without.
    /// </summary>
    public static string? Find(string? given, string from)
    {
        if (given is not null)
            return Path.GetFullPath(given);
        for (string? folder = Path.GetFullPath(from); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Has(folder))
                return folder;
            if (Has(Path.Combine(folder, "packages")))
                return Path.Combine(folder, "packages");
        }

        return null;
    }

    public static bool Has(string folder)
    {
        try
        {
            return Directory.Exists(folder) && Directory.EnumerateFiles(folder, Packages).Any();
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }
}
