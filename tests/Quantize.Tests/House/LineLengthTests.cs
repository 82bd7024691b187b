using EdgeLstm.Quantize.Tests.Shared;

namespace EdgeLstm.Quantize.Tests.House;

/// <summary>
/// Lines end at column 140. LongLines.txt has the files where some do not yet, with how many: a number that only falls. Where it fell, run
/// these tests with UPDATE_LONG_LINES=1 and commit the list.
/// </summary>
public class LineLengthTests
{
    const int MaxColumns = 140;

    static readonly string Listed = Path.Combine(TestFiles.Repository, "tests", "Quantize.Tests", "House", "LongLines.txt");

    [Fact]
    public void No_file_has_another_number_of_long_lines_than_is_listed()
    {
        var found = LongLines();
        if (Environment.GetEnvironmentVariable("UPDATE_LONG_LINES") == "1")
            File.WriteAllLines(Listed, found.Select(file => $"{file.Value,3} {file.Key}"));
        var listed = File.ReadAllLines(Listed).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .ToDictionary(words => words[1], words => int.Parse(words[0]));
        string[] other =
        [
            .. found.Keys.Union(listed.Keys).Order(StringComparer.Ordinal)
                .Select(file => (File: file, Now: found.GetValueOrDefault(file), Was: listed.GetValueOrDefault(file)))
                .Where(file => file.Now != file.Was)
                .Select(file => $"{file.File}: {file.Now} lines beyond column {MaxColumns}, {file.Was} listed: "
                    + (file.Now > file.Was ? "break them" : "run this test with UPDATE_LONG_LINES=1 and commit the list")),
        ];
        Assert.True(other.Length == 0, string.Join('\n', other));
    }

    [Fact]
    public void All_sources_are_looked_at()
    {
        string[] files = [.. SourceFiles.All()];
        foreach (string one in (string[])["src/Runtime/Kernel.cs", "tests/Runtime.Tests/KernelTests.cs", "examples/raspberrypi/Program.cs"])
            Assert.Contains(one, files);
        Assert.True(files.Length > 500, $"{files.Length} files");
        Assert.DoesNotContain(files, file => file.Contains("/obj/", StringComparison.Ordinal));
    }

    static SortedDictionary<string, int> LongLines()
    {
        var found = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (string file in SourceFiles.All())
        {
            int count = File.ReadLines(Path.Combine(TestFiles.Repository, file)).Count(line => line.Length > MaxColumns);
            if (count > 0)
                found.Add(file, count);
        }

        return found;
    }
}
