namespace PlantSpace.Tests;

public class ReplayTests
{
    [Theory]
    [InlineData(';', ',')]
    [InlineData('\t', ',')]
    [InlineData(',', ',')]
    [InlineData('|', '.')]
    public void Another_countrys_table_gives_the_same_answers(char separator, char mark)
    {
        int rows = new Watch().WarmUp + 5;
        Assert.Equal(Lines(Rows.Table(rows, ',', '.')), Lines(Rows.Table(rows, separator, mark)));
    }

    [Fact]
    public void Titles_may_have_units_and_words_of_their_own()
    {
        string plain = Rows.Table(3, ';', '.'), first = PlantModel.Inputs[0].Name;
        Assert.Equal(Lines(plain), Lines(Rows.Table(3, ';', '.', name => $" {name} [kW] ")));
        string own = Rows.Table(3, ';', '.', name => name == first ? "Tag 4711" : name);
        Assert.Equal(Lines(plain), Lines(own, "--column", first + "=Tag 4711"));
        var missing = Assert.Throws<InvalidDataException>(() => Lines(own));
        Assert.Contains($"--column \"{first}=TITLE\"", missing.Message);
    }

    [Fact]
    public void Two_decimal_marks_are_refused_and_a_cell_that_is_no_number_is_counted()
    {
        string[] lines = Rows.Table(2, ';', ',').Split('\n');
        int cell = lines[2].IndexOf(';') is >= 0 and int end ? end : lines[2].TrimEnd().Length;
        Assert.Throws<InvalidDataException>(() => Lines($"{lines[0]}\n{lines[1]}\n12.5{lines[2][cell..]}"));
        Assert.Contains("; 1 values missing", Lines($"{lines[0]}\n{lines[1]}\n#N/A{lines[2][cell..]}")[^1]);
    }

    [Fact]
    public void The_sample_runs_to_its_end()
    {
        string[] lines = Lines(File.ReadAllText("sample.csv"));
        Assert.StartsWith($"{File.ReadLines("sample.csv").Count() - 1} rows, ", lines[^1]);
        Assert.Contains("; 0 values missing", lines[^1]);
    }

    [Fact]
    public void The_next_run_goes_on_with_the_state_of_the_last()
    {
        string state = Path.Combine(Directory.CreateTempSubdirectory().FullName, "watch.state");
        string table = Rows.Table(4, ';', '.'), header = table[..(table.IndexOf('\n') + 1)];
        string[] rows = table[header.Length..].TrimEnd().Split('\n');
        Lines(header + string.Join('\n', rows[..2]), "--state", state);
        Assert.Equal(
            Lines(table)[2..4].Select(line => line[6..]),
            Lines(header + string.Join('\n', rows[2..]), "--state", state)[..2].Select(line => line[6..]));
    }

    static string[] Lines(string table, params string[] options)
    {
        var output = new StringWriter();
        Program.Run(Options.Of(["--replay", "-", .. options]), new StringReader(table), output, TextWriter.Null);
        return output.ToString().ReplaceLineEndings("\n").TrimEnd().Split('\n');
    }
}
