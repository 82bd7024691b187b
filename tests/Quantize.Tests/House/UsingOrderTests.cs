using System.Text.RegularExpressions;
using EdgeLstm.Quantize.Tests.Shared;

namespace EdgeLstm.Quantize.Tests.House;

/// <summary>
/// Usings stand in one order: namespaces, types whose members are used, aliases; of each those of System first, then by the alphabet. It is
/// the one rule of <c>dotnet format</c> that neither the build has nor a look at white space, so that CI need not load every project again.
/// </summary>
public partial class UsingOrderTests
{
    [Fact]
    public void Usings_are_in_order()
    {
        int seen = 0;
        var wrong = new List<string>();
        foreach (string file in SourceFiles.All())
        {
            var above = File.ReadLines(Path.Combine(TestFiles.Repository, file))
                .TakeWhile(line => !line.StartsWith("namespace ", StringComparison.Ordinal));
            string[] usings = [.. above.Where(line => Directive().IsMatch(line))];
            seen += usings.Length;
            if (!usings.SequenceEqual(usings.Order(Comparer<string>.Create(Compare))))
                wrong.Add(file);
        }

        Assert.Equal([], wrong);
        Assert.True(seen > 2000, $"{seen} usings");
    }

    [Theory]
    [InlineData("using System.Text;", "using EdgeLstm.Graph;")]
    [InlineData("using EdgeLstm;", "using EdgeLstm.Graph;")]
    [InlineData("using EdgeLstm.Gates;", "using EdgeLstm.Graph;")]
    [InlineData("using EdgeLstm.Graph.Cells;", "using EdgeLstm.Graphs;")]
    [InlineData("using Xunit;", "using static System.Math;")]
    [InlineData("using static EdgeLstm.Throw;", "using Cell = EdgeLstm.Graph.Cell;")]
    public void One_using_stands_above_another(string above, string below)
    {
        Assert.True(Compare(above, below) < 0);
        Assert.True(Compare(below, above) > 0);
    }

    static int Compare(string first, string second)
    {
        var (a, b) = (Key(first), Key(second));
        return a.Rank != b.Rank ? a.Rank.CompareTo(b.Rank) : string.Compare(a.Name, b.Name, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>A rank, and by what it stands among its equals: names word by word, so that a dot comes before all letters.</summary>
    static (int Rank, string Name) Key(string line)
    {
        var parts = Directive().Match(line).Groups;
        string name = parts["name"].Value;
        if (parts["alias"].Success)
            return (4, parts["alias"].Value);
        bool isSystem = name == "System" || name.StartsWith("System.", StringComparison.Ordinal);
        return ((parts["static"].Success ? 2 : 0) + (isSystem ? 0 : 1), name.Replace('.', '\u0001'));
    }

    [GeneratedRegex(@"^using (?<static>static )?((?<alias>\w+) = )?(?<name>[\w.]+)(<.*>)?;$")]
    private static partial Regex Directive();
}
