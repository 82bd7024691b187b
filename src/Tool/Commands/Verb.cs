using System.CommandLine;
using System.Globalization;
using EdgeLstm.Quantize.Passes.Compressing.Tuning;

namespace EdgeLstm.Tool.Commands;

/// <summary>
/// A command with examples in its help. A subclass declares options, and its <see cref="Execute"/> prints a result or throws.
/// </summary>
abstract class Verb : Command
{
    protected Verb(Session session, string name, string description, params string[] examples)
        : base(name, description)
    {
        Session = session;
        Examples = examples;
        SetAction(parsed =>
        {
            if (_forward is not null)
            {
                var guesses = new List<string>();
                Session = session with
                {
                    Tools = session.Tools.With(new(parsed.GetValue(_forward), guesses.Add) { Recorded = () => RecordedForward(parsed) }),
                    Screen = session.Screen.With(guesses),
                };
            }

            Execute(parsed);
            return ExitCode.Success;
        });
    }

    public IReadOnlyList<string> Examples { get; }

    /// <summary>As the user types it: with the verb before it, where there is one.</summary>
    public string FullName => string.Join(' ',
        Parents.OfType<Command>().Where(parent => parent is not RootCommand).Select(parent => parent.Name).Append(Name));

    protected Session Session { get; private set; }

    Option<string>? _forward;

    protected abstract void Execute(ParseResult parsed);

    /// <summary>
    /// The line of <c>--forward</c> out of an artifact on the same command line, which says how the trained model beside it is to be read;
    /// null where there is none.
    /// </summary>
    protected virtual string? RecordedForward(ParseResult parsed) => null;

    /// <summary>The line that an artifact has; null of one without, and of another file.</summary>
    protected string? ForwardOf(string path) =>
        Session.Tools.IsArtifact(path) ? Session.Tools.Artifact(path).Provenance.Forward : null;

    /// <summary>
    /// Of a verb that reads trained models: <c>--forward</c>, for files that have weights and no graph. Such models then open in the way it
    /// says, and what was guessed without it stands above the report.
    /// </summary>
    protected void AddForward() => Add(_forward = TextOption("STEPS",
        "For PyTorch's weights, which have no graph: what forward() does, step by step, as lstm,last,fc1,relu,fc2. "
            + "Default: a guess, which is printed.",
        required: false, "--forward"));

    internal static Option<bool> JsonOption() => new("--json") { Description = "Print the result as JSON." };

    protected static Argument<string> ModelArgument(string description) => FileArgument("MODEL", description);

    protected static Argument<string> FileArgument(string name, string description) =>
        Checked(new Argument<string>(name) { Description = description });

    /// <summary>One file or more.</summary>
    protected static Argument<string[]> FileArguments(string name, string description) =>
        Checked(new Argument<string[]>(name) { Description = description, Arity = ArgumentArity.OneOrMore });

    /// <summary>The library hands a misspelt option over as the file's name.</summary>
    static Argument<T> Checked<T>(Argument<T> argument)
    {
        argument.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => token.Value.StartsWith('-')) is { } option)
                result.AddError($"Unrecognized option '{option.Value}'");
        });
        return argument;
    }

    /// <summary>An option with a number in a range; the error says the range, whatever the text was.</summary>
    internal static Option<double?> NumberOption(string value, string description, double least, double most, string name,
        bool whole = false) => new(name)
        {
            Description = description,
            HelpName = value,
            CustomParser = result =>
            {
                string text = result.Tokens[0].Value;
                if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number >= least
                    && number <= most
                    && (!whole || number == Math.Floor(number)))
                    return number;
                result.AddError(string.Create(CultureInfo.InvariantCulture,
                    $"{name} is '{text}', expected a {(whole ? "whole " : "")}number from {least} to {most}"));
                return null;
            },
        };

    /// <summary>How long a compressed network is trained on.</summary>
    protected static Option<double?> FineTuneOption(string description) =>
        NumberOption("EPOCHS", description, 1, 100000, "--fine-tune", whole: true);

    protected static FineTuning? FineTuning(double? epochs) => epochs is { } count ? new((int)count) : null;

    /// <summary>An option that takes exactly one value, shown in help as <paramref name="value"/>.</summary>
    internal static Option<string> TextOption(string value, string description, bool required, params string[] names) =>
        new(names[0], names[1..]) { Description = description, HelpName = value, Required = required };

    /// <summary>Refuses another name than the kind of file has.</summary>
    internal static void EndsIn(Option<string> option, string ending) => option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<string>() is { } path && !path.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            result.AddError($"The {(option.Name == "--report" ? "report" : "output")} '{path}' has to end in {ending}");
    });

    /// <summary>An option that may be given several times.</summary>
    protected static Option<string[]> ManyOption(string value, string description, params string[] names) =>
        new(names[0], names[1..])
        {
            Description = description,
            HelpName = value,
            Required = true,
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = true
        };

    protected static Option<string> LengthsOption() =>
        TextOption("FILE",
            "How many samples of each window count, .npy [N]. The outputs behind them are zeros.", required: false, "--lengths");
}
