using EdgeLstm.Quantize.Search;
using Spectre.Console;

namespace EdgeLstm.Tool.Reports;

/// <summary>Where results go: a terminal with tables and progress bars, or plain text where there is none.</summary>
sealed class Screen(TextWriter output, IAnsiConsole? terminal = null) : IStages
{
    /// <summary>Sentences that stand above every report; there may come more until it is shown.</summary>
    IReadOnlyList<string> Always { get; init; } = [];

    public TextWriter Out => output;

    /// <summary>
    /// Standard output: rich only in an interactive terminal; NO_COLOR (no-color.org) keeps the layout and drops the colours.
    /// </summary>
    public static Screen ForConsole()
    {
        bool plain = Console.IsOutputRedirected || Environment.GetEnvironmentVariable("TERM") is "dumb";
        if (plain)
            return new(Console.Out);
        bool colours = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        return new(Console.Out, AnsiConsole.Create(new AnsiConsoleSettings
        {
            ColorSystem = colours ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(Console.Out),
        }));
    }

    /// <summary>The same screen, on which no report is shown without these sentences.</summary>
    public Screen With(IReadOnlyList<string> always) => new(output, terminal) { Always = always };

    public void Show(Report report, bool json = false)
    {
        report = report with
        {
            Above = [.. Always.Concat(report.Above).Distinct()],
            Notes = [.. report.Notes.Where(sentence => !Always.Contains(sentence))],
        };
        if (json)
            JsonReport.Write(report, output);
        else if (terminal is not null)
            RichReport.Write(report, terminal);
        else
            PlainReport.Write(report, output);
    }

    /// <summary>Lines that are worth keeping, at once.</summary>
    public void Say(IReadOnlyList<string> lines)
    {
        foreach (string line in lines)
        {
            if (terminal is not null)
                terminal.WriteLine(Printable.Line(line));
            else
                output.WriteLine(Printable.Line(line));
        }

        output.Flush();
    }

    /// <summary>
    /// Runs <paramref name="work"/>, which reports how many of <paramref name="total"/> units it has done, under a progress bar.
    /// </summary>
    public T Track<T>(string title, double total, Func<Action<double>, T> work)
    {
        if (terminal is null || !terminal.Profile.Capabilities.Interactive)
            return work(_ => { });
        return terminal.Progress().AutoClear(true).HideCompleted(true).Columns(new TaskDescriptionColumn(), new ProgressBarColumn(),
            new PercentageColumn(), new RemainingTimeColumn()).Start(context =>
        {
            var task = context.AddTask(Markup.Escape(title), maxValue: Math.Max(1, total));
            return work(done => task.Value = done);
        });
    }

    /// <summary>
    /// Runs <paramref name="work"/>, which tells how far it is, a status to stand beside the bar, and now and then a line of text that is
    /// worth keeping: without a terminal, and unless <paramref name="quiet"/>, those are printed.
    /// </summary>
    public T Follow<T>(string title, double total, bool quiet, Func<Action<double, string, string?>, T> work)
    {
        if (terminal is null || !terminal.Profile.Capabilities.Interactive)
            return work((_, _, line) =>
            {
                if (line is null || quiet)
                    return;
                output.WriteLine(line);
                output.Flush();
            });
        return terminal.Progress().AutoClear(true).HideCompleted(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn())
            .Start(context =>
            {
                var task = context.AddTask(Markup.Escape(title), maxValue: Math.Max(1, total));
                return work((done, status, _) =>
                {
                    task.Value = done;
                    task.Description = Markup.Escape(status);
                });
            });
    }
}
