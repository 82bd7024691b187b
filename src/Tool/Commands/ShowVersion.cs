using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;

namespace EdgeLstm.Tool.Commands;

/// <summary>The tool's own version. The library's action would give that of whatever process hosts the tool.</summary>
sealed class ShowVersion : SynchronousCommandLineAction
{
    /// <summary>
    /// The version of the package, which names the commit; of a tool that was only built, the release that comes next and "dev".
    /// </summary>
    public static string Text { get; } =
        typeof(ShowVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public override int Invoke(ParseResult parsed)
    {
        parsed.InvocationConfiguration.Output.WriteLine($"edgelstm {Text}");
        return ExitCode.Success;
    }
}
