using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;

namespace EdgeLstm.Quantize.Commands;

/// <summary>The tool's own version. The library's action would give that of whatever process hosts the tool.</summary>
sealed class ShowVersion : SynchronousCommandLineAction
{
    /// <summary>Version and, after a plus, the commit that it was built from.</summary>
    public static string Text =>
        typeof(ShowVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    public override int Invoke(ParseResult parsed)
    {
        parsed.InvocationConfiguration.Output.WriteLine($"edgelstm {Text}");
        return ExitCode.Success;
    }
}
