using System.CommandLine;
using System.CommandLine.Help;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Tool.Commands.Compress;
using EdgeLstm.Tool.Commands.Evaluate;
using EdgeLstm.Tool.Commands.Gates;
using EdgeLstm.Tool.Commands.New;
using EdgeLstm.Tool.Commands.Train;
using EdgeLstm.Tool.Reports;

namespace EdgeLstm.Tool.Commands;

/// <summary>The tool's entry: parses, runs, and turns every outcome into an exit code and at most one line on standard error.</summary>
static class Cli
{
    const string TraceVariable = "EDGELSTM_TRACE";

    public static int Run(string[] args, TextWriter output, TextWriter error) =>
        Run(args, new Session(new Screen(output), CommandServices.Default, default), error);

    public static int Run(string[] args, Session session, TextWriter error)
    {
        try
        {
            var parsed = Parse(args, session);
            if (parsed.Errors.Count > 0 && parsed.Action is not ExampleHelp and not ShowVersion)
            {
                string verb = parsed.CommandResult.Command is Verb v ? $"edgelstm {v.FullName}" : "edgelstm";
                error.WriteLine($"{verb}: {Printable.Line(Problem(parsed)).TrimEnd('.')}; see '{verb} --help'");
                return ExitCode.Usage;
            }

            return parsed.Invoke(new InvocationConfiguration
            {
                Output = session.Screen.Out,
                Error = error,
                EnableDefaultExceptionHandler = false
            });
        }
        catch (OperationCanceledException) when (session.Cancel.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
        catch (Exception e)
        {
            var known = e as ModelException ?? Explain(e);
            error.WriteLine($"error {known.Id}: {known.Message}");
            if (Environment.GetEnvironmentVariable(TraceVariable) == "1")
                error.WriteLine(e);
            return ExitCode.Failure;
        }
    }

    // No response files: an argument that begins with @ is a file's name.
    internal static ParseResult Parse(string[] args, Session session) =>
        Root(session).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });

    /// <summary>The first parse error on one line; where the verb itself is unknown, the library only says that there is none.</summary>
    static string Problem(ParseResult parsed)
    {
        if (parsed.CommandResult.Command is Verb)
            return string.Join(' ', parsed.Errors[0].Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        string verbs = string.Join(", ", parsed.CommandResult.Command.Subcommands.Select(verb => verb.Name));
        return parsed.UnmatchedTokens is [var unknown, ..] ? $"no verb '{unknown}', expected one of {verbs}"
            : $"no verb, expected one of {verbs}";
    }

    static RootCommand Root(Session session)
    {
        var root = new RootCommand("Compresses trained recurrent networks and turns them into allocation-free C# for edge devices.")
        {
            new InspectCommand(session),
            new RunCommand(session),
            new QuantizeCommand(session),
            new CompressCommand(session),
            new VerifyCommand(session),
            new NewCommand(session),
            new CodegenCommand(session),
            new BenchCommand(session),
            new TrainCommand(session),
            new EvaluateCommand(session),
            new GatesCommand(session),
        };
        root.HelpName = "edgelstm";
        foreach (var option in root.Options)
        {
            if (option is HelpOption { Action: HelpAction standard } help)
                help.Action = new ExampleHelp(standard);
            else if (option is VersionOption version)
                version.Action = new ShowVersion();
        }

        return root;
    }

    static ModelException Explain(Exception e) => e switch
    {
        IOException or UnauthorizedAccessException => new(ErrorCatalogue.CannotWrite, e.Message, "to read and write the files named",
            "check the paths, permissions and free space"),
        OutOfMemoryException => new(ErrorCatalogue.DataShape, "more data than there is memory for", "data that fits",
            "split it into several files"),
        _ => new(ErrorCatalogue.Unexpected, $"an unexpected {e.GetType().Name} ({e.Message})", "none",
            $"this is a defect of the tool; please report it with the output under {TraceVariable}=1"),
    };
}
