using System.Reflection;

namespace EdgeLstm.Quantize;

/// <summary>What stands in the files that the library writes.</summary>
static class LibraryVersion
{
    /// <summary>The release alone, without the commit: the same model makes the same file with each build.</summary>
    public static string Release { get; } = typeof(LibraryVersion).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0].Split('-')[0];
}
