using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeLstm.Quantize.Tests.Shared;

public class PropertyCheckTests
{
    static readonly Arbitrary<int> Numbers = Arb.From(Gen.Choose(0, 1000), number => number > 0 ? [number / 2] : []);

    [Fact]
    public void A_failure_says_the_seed_and_a_counterexample()
    {
        var failure = Assert.ThrowsAny<Exception>(() => PropertyCheck.ForAll(100, Numbers, number => Assert.True(number < 0, $"found {number}")));
        Assert.Matches(@"Falsifiable.*\(\d+,\d+\)", failure.Message);
        Assert.Matches(@"Shrunk:\s+0\s", failure.Message);
        Assert.Contains("found 0", failure.ToString());
    }

    [Fact]
    public void As_many_values_are_tried_as_asked_for()
    {
        int tried = 0;
        PropertyCheck.ForAll(23, Numbers, _ => tried++);
        Assert.Equal(23, tried);
    }

    /// <summary>Any other way prints a line for each property that holds.</summary>
    [Fact]
    public void Every_property_is_checked_here()
    {
        const string Checks = @"\bConfig\.(Quick|Verbose|Default)|\bCheck\.(One|All|Quick|Verbose)|\.(Quick|Verbose)Check";
        string tests = Path.Combine(TestFiles.Repository, "tests");
        var files = Directory.EnumerateFiles(tests, "*.cs", SearchOption.AllDirectories)
            .Where(file => Regex.IsMatch(File.ReadAllText(file), Checks))
            .Select(Path.GetFileName);
        Assert.Equal(["PropertyCheck.cs"], files);
    }
}
