using EdgeLstm.Tool.Reports;
using Spectre.Console;

namespace EdgeLstm.Tool.Tests.Commands;

public class ScreenTests
{
    static readonly Report Sample = new()
    {
        Facts = [new("a", "a", "[bold]")],
        Tables = [new("t", "[title]", [new("n", "[name]"), new("v", "a rather long header")], [["[red]x", 1.5], ["y", ReportCell.None]])],
        Notes = ["[note]"],
    };

    static string Shown(int width)
    {
        var text = new StringWriter();
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(text),
        });
        terminal.Profile.Width = width;
        terminal.Profile.Capabilities.Unicode = true;
        new Screen(text, terminal).Show(Sample);
        return text.ToString();
    }

    [Fact]
    public void A_terminal_shows_names_as_they_are_and_never_as_markup()
    {
        string text = Shown(100);
        foreach (string name in new[] { "[bold]", "[title]", "[name]", "[red]x", "[note]", "│" })
            Assert.Contains(name, text);
    }

    [Fact]
    public void A_table_too_wide_for_the_terminal_keeps_its_words_whole()
    {
        string text = Shown(20);
        Assert.Contains("a rather long header", text);
        Assert.DoesNotContain("│", text);
    }
}
