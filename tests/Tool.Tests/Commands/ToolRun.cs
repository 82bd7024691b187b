using EdgeLstm.Tool.Commands;
using EdgeLstm.Tool.Reports;

namespace EdgeLstm.Tool.Tests.Commands;

/// <summary>One run of the tool inside the test's process.</summary>
sealed record ToolRun(int Code, string Out, string Error)
{
    public static ToolRun Of(CommandServices? tools, params string[] args) => Of(tools, default, args);

    public static ToolRun Of(CommandServices? tools, CancellationToken cancel, params string[] args)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        int code = Cli.Run(args, new Session(new Screen(output), tools ?? CommandServices.Default, cancel), error);
        return new(code, output.ToString(), error.ToString());
    }

    public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
