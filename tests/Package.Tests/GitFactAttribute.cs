using System.ComponentModel;
using System.Diagnostics;

namespace EdgeLstm.Package.Tests;

/// <summary>A test that makes a repository; without git it is a visible skip.</summary>
sealed class GitFactAttribute : FactAttribute
{
    static readonly bool IsAvailable = IsHere();

    public GitFactAttribute()
    {
        if (!IsAvailable)
            Skip = "git is not here: install it.";
    }

    static bool IsHere()
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", "--version") { RedirectStandardOutput = true })!;
            git.WaitForExit();
            return git.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
