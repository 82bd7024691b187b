using System.ComponentModel;
using System.Diagnostics;

namespace EdgeLstm.Package.Tests;

/// <summary>A test that makes a repository; without git it is a visible skip.</summary>
sealed class GitFactAttribute : FactAttribute
{
    static readonly bool s_here = IsHere();

    public GitFactAttribute()
    {
        if (!s_here)
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
