using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace EdgeLstm.Package.Tests;

/// <summary>Runs the SDK as a user would.</summary>
static class Dotnet
{
    /// <summary>For packs of this repository's sources: the build that made the tests has analyzed them.</summary>
    public const string Analyzed = "-p:RunAnalyzers=false";

    public static string Repository { get; } = Path.GetFullPath(Path.Combine(ThisFolder(), "..", ".."));

    /// <returns>What was printed, and the exit code.</returns>
    public static (string Output, int ExitCode) Run(string folder, params string[] arguments) => RunWithPath(null, folder, arguments);

    /// <summary>The same where the programs that a shell finds are those of one folder only.</summary>
    public static (string Output, int ExitCode) RunWithPath(string? programs, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };

        // A build server that outlives the test would keep the folder's files open; a language would change the messages.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        foreach (string inherited in (string[])["MSBuildSDKsPath", "MSBuildExtensionsPath", "MSBUILD_EXE_PATH"])
            start.Environment.Remove(inherited);
        if (programs != null)
            start.Environment["PATH"] = programs; // dotnet itself is found by this process's
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (output + errors.Result, process.ExitCode);
    }

    public static string Succeed(string folder, params string[] arguments)
    {
        var (output, exitCode) = Run(folder, arguments);
        Assert.True(exitCode == 0, $"dotnet {string.Join(' ', arguments)} gave {exitCode}:\n{output}");
        return output;
    }

    static string ThisFolder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
