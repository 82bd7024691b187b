namespace PlantSpace;

/// <summary>The command line.</summary>
sealed record Options
{
    public const string Help = """
        PlantApp --replay FILE|- [options]

          --replay FILE         CSV with a column for each input of the model; - is standard input
          --column INPUT=TITLE  the column of an input that is called otherwise there; may be given several times
          --group TITLE         the column that tells machines apart; the model begins anew with each
          --state FILE          where the model's state is kept over a restart; by default a file in $STATE_DIRECTORY, if that is set
          --quiet               alarms and the end only, and not each row
          --help

        Exit codes: 0 at the end and after SIGTERM; 1 if a file cannot be used; 2 for a wrong command line; 3 if the alarm rings at the end.
        """;

    public bool WantsHelp { get; private init; }

    public string Replay { get; private init; } = "";

    public Dictionary<string, string> Titles { get; } = new(StringComparer.Ordinal);

    public string? Group { get; private init; }

    public string? State { get; private init; } =
        Environment.GetEnvironmentVariable("STATE_DIRECTORY") is { Length: > 0 } folder ? Path.Combine(folder, "PlantApp.state") : null;

    public bool IsQuiet { get; private init; }

    /// <exception cref="UsageException">The command line is wrong.</exception>
    public static Options Of(IReadOnlyList<string> args)
    {
        var options = new Options();
        for (int k = 0; k < args.Count; k++)
        {
            string name = args[k];
            switch (name)
            {
                case "--help" or "-h":
                    return options with { WantsHelp = true };
                case "--quiet":
                    options = options with { IsQuiet = true };
                    continue;
                case not ("--replay" or "--column" or "--group" or "--state"):
                    throw new UsageException($"found '{name}', expected --replay, --column, --group, --state or --quiet");
            }

            if (++k == args.Count)
                throw new UsageException($"found nothing behind {name}, expected its value");
            string value = args[k];
            switch (name)
            {
                case "--replay":
                    options = options with { Replay = value };
                    break;
                case "--group":
                    options = options with { Group = value };
                    break;
                case "--state":
                    options = options with { State = value };
                    break;
                case "--column":
                    options.AddTitle(value);
                    break;
            }
        }

        return options.Replay.Length > 0 ? options
            : throw new UsageException("found no rows to read, expected --replay FILE, or --replay - for standard input");
    }

    void AddTitle(string text)
    {
        foreach (var input in PlantModel.Inputs)
        {
            if (text.StartsWith(input.Name + "=", StringComparison.Ordinal))
            {
                Titles[input.Name] = text[(input.Name.Length + 1)..];
                return;
            }
        }

        throw new UsageException($"found --column '{text}', expected INPUT=TITLE with an input of the model");
    }
}
