using System.Text.RegularExpressions;
using EdgeLstm.Quantize.Tests.Shared;
using EdgeLstm.Tool.Commands;
using EdgeLstm.Tool.Reports;

namespace EdgeLstm.Tool.Tests.Commands;

/// <summary>An option of <c>quantize</c> is metadata of an <c>EdgeLstmModel</c> item too.</summary>
public class ItemMetadataTests
{
    /// <summary>Those that the targets give themselves, or that a build has no use for.</summary>
    static readonly string[] NotMetadata = ["--output", "--calibrate", "--json", "--help"];

    [Fact]
    public void Every_option_of_quantize_is_passed_on_by_the_build()
    {
        string folder = Path.Combine(TestFiles.Repository, "src", "Runtime", "buildTransitive");
        string targets = File.ReadAllText(Path.Combine(folder, "EdgeLstm.Runtime.targets"));
        var session = new Session(new Screen(TextWriter.Null), CommandServices.Default, default);
        var options = Cli.Parse(["quantize"], session).CommandResult.Command.Options.Select(option => option.Name).Except(NotMetadata);
        // As the targets write it: the metadata, the option, and the variable with its value.
        var passed = Regex.Matches(targets, @"%\(_EdgeLstmTrained\.(\w+)\)' != ''.>\S+ ""(--[a-z-]+)=\S+EDGELSTM_([A-Z_]+)\$\(")
            .ToDictionary(match => match.Groups[2].Value, match => (match.Groups[1].Value, match.Groups[3].Value));
        Assert.Equal(options.Order(), passed.Keys.Order());
        foreach (var (option, (metadata, variable)) in passed)
        {
            var words = option.Split('-', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(string.Concat(words.Select(word => char.ToUpperInvariant(word[0]) + word[1..])), metadata);
            Assert.Contains($";EDGELSTM_{variable}=", targets);
        }
    }
}
