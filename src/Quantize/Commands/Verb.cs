using System.CommandLine;

namespace EdgeLstm.Quantize.Commands;

/// <summary>A command with examples in its help. A subclass declares options, and its <see cref="Execute"/> prints a result or throws.</summary>
public abstract class Verb : Command
{
    protected Verb(Session session, string name, string description, params string[] examples)
        : base(name, description)
    {
        Session = session;
        Examples = examples;
        SetAction(parsed =>
        {
            Execute(parsed);
            return ExitCode.Success;
        });
    }

    public IReadOnlyList<string> Examples { get; }

    protected Session Session { get; }

    protected abstract void Execute(ParseResult parsed);

    protected static Option<bool> JsonOption() => new("--json") { Description = "Print the result as JSON." };

    protected static Argument<string> ModelArgument(string description) => new("MODEL") { Description = description };

    /// <summary>An option that takes exactly one value, shown in help as <paramref name="value"/>.</summary>
    protected static Option<string> TextOption(string value, string description, bool required, params string[] names) =>
        new(names[0], names[1..]) { Description = description, HelpName = value, Required = required };

    /// <summary>An option that may be given several times.</summary>
    protected static Option<string[]> ManyOption(string value, string description, params string[] names) =>
        new(names[0], names[1..]) { Description = description, HelpName = value, Required = true, Arity = ArgumentArity.OneOrMore };
}
