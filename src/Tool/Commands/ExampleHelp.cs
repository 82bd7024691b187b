using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace EdgeLstm.Tool.Commands;

/// <summary>The library's help text, with the verb's examples below it.</summary>
sealed class ExampleHelp(HelpAction standard) : SynchronousCommandLineAction
{
    const int Width = 100; // the same text in every terminal, in a pipe and in the tests

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parsed)
    {
        standard.MaxWidth = Width;
        int code = standard.Invoke(parsed);
        var output = parsed.InvocationConfiguration.Output;
        if (parsed.CommandResult.Command is Verb verb)
        {
            output.WriteLine(verb.Examples.Count == 1 ? "Example:" : "Examples:");
            foreach (string example in verb.Examples)
                output.WriteLine($"  edgelstm {verb.FullName} {example}");
        }
        else
        {
            output.WriteLine("'edgelstm VERB --help' shows a verb's options and an example. The way: train, quantize, verify, new app.");
        }

        return code;
    }
}
