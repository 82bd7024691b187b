using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using EdgeLstm.Tool.Commands;
using EdgeLstm.Tool.Reports;

namespace EdgeLstm.Tool.Tests.Commands;

/// <summary>Every command line of the documentation, read by the tool's own parser.</summary>
public class DocumentedCommandsTests
{
    const string FromSource = "dotnet run -c Release --project src/Tool -- ";

    static readonly string Root = Folder();

    static IEnumerable<string> Pages =>
        [Path.Combine(Root, "README.md"), Path.Combine(Root, "examples/raspberrypi/README.md"), .. Directory.GetFiles(Path.Combine(Root, "docs"), "*.md")];

    /// <summary>Lines of code blocks, and code within a sentence that names a model's file.</summary>
    public static TheoryData<string> Lines =>
    [
        .. Pages.Select(File.ReadAllText).SelectMany(text => Regex.Matches(text, $@"^ *((?:edgelstm [a-z]|{FromSource}).+?)\s*$", RegexOptions.Multiline)
            .Concat(Regex.Matches(text, @"`(edgelstm [^`]*\.(?:onnx|elstm)\b[^`]*)`"))).Select(match => match.Groups[1].Value).Distinct(),
    ];

    [Theory]
    [MemberData(nameof(Lines))]
    public void A_documented_command_line_parses(string line)
    {
        string words = line.StartsWith(FromSource, StringComparison.Ordinal) ? line[FromSource.Length..] : line["edgelstm ".Length..];
        string[] args = words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var parsed = Cli.Parse(args, new Session(new Screen(TextWriter.Null), CommandServices.Default, default));
        Assert.Empty(parsed.Errors);
        Assert.IsAssignableFrom<Verb>(parsed.CommandResult.Command);
    }

    [Fact]
    public void The_readme_shows_how_to_quantize_and_verify()
    {
        string readme = File.ReadAllText(Path.Combine(Root, "README.md"));
        Assert.Contains("\nedgelstm quantize ", readme);
        Assert.Contains("\nedgelstm verify ", readme);
    }

    static string Folder([CallerFilePath] string thisFile = "") => Path.GetFullPath(Path.Combine(thisFile, "..", "..", "..", ".."));
}
