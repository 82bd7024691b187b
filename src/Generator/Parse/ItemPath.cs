namespace EdgeLstm.Generator.Parse;

/// <summary>Paths as project files and attributes spell them: relative to the project, <c>/</c> and <c>\</c> alike.</summary>
static class ItemPath
{
    public static string Normal(string path)
    {
        path = path.Replace('\\', '/');
        while (path.StartsWith("./", StringComparison.Ordinal))
            path = path.Substring(2);
        return path;
    }

    /// <summary>The path from a project's folder; the path itself where no folder is known or it is on another root.</summary>
    public static string Relative(string path, string folder)
    {
        path = Normal(path);
        folder = Normal(folder).TrimEnd('/');
        if (folder.Length == 0)
            return path;

        // Up to the last folder that both share, then down.
        string[] from = folder.Split('/'), to = path.Split('/');
        int shared = 0;
        while (shared < from.Length && shared < to.Length - 1 && from[shared] == to[shared])
            shared++;
        if (shared == 0 || (shared == 1 && from[0].Length == 0 && from.Length > 1))
            return path;
        return string.Concat(Enumerable.Repeat("../", from.Length - shared)) + string.Join("/", to.Skip(shared));
    }

    public static string FileName(string path) => path.Substring(path.LastIndexOf('/') + 1);
}
