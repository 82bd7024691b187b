using EdgeLstm.Generator.Diagnostics;
using EdgeLstm.Quantize.Data;

namespace EdgeLstm.Quantize.Tests.Data;

public class CsvFileTests
{
    static readonly string[] Names = ["speed", "heat"];

    static CsvTable Read(string text, params string[] names) => CsvFile.Read(new StringReader(text), names.Length == 0 ? Names : names);

    [Theory]
    [InlineData("speed,heat\n1,2\n3,4\n")]
    [InlineData("heat,speed\r\n2,1\r\n4,3")]
    [InlineData("\"speed\",\"heat\"\n\"1\",2\n3,\"4\"\n\n\n")]
    [InlineData(" speed , heat \n 1 , 2 \n3,4e0\n")]
    public void Columns_are_found_by_name_in_any_order_and_dress(string text) => Assert.Equal([1f, 2f, 3f, 4f], Read(text).Values);

    [Fact]
    public void Quotes_may_hold_commas_quotes_and_line_ends() =>
        Assert.Equal([1f, 2f], Read("\"a,\"\"b\nc\",x\n1,2\n", "a,\"b\nc", "x").Values);

    [Fact]
    public void Blank_cells_nan_and_infinities_stay_what_they_are() =>
        Assert.Equal([float.NaN, float.NaN, float.PositiveInfinity, float.NegativeInfinity], Read("speed,heat\n,nan\ninf,-inf\n").Values);

    [Fact]
    public void A_blank_line_is_a_missing_value_in_a_single_column() => Assert.Equal([1f, float.NaN, 3f], Read("speed\n1\n\n3\n\n", "speed").Values);

    [Fact]
    public void Unknown_columns_are_ignored_with_a_note()
    {
        var table = Read("time,speed,heat,step\n9,1,2,0\n");
        Assert.Equal([1f, 2f], table.Values);
        Assert.Contains("'time'", Assert.Single(table.Notes));
    }

    [Fact]
    public void A_window_column_divides_the_rows()
    {
        var table = Read("window,speed,heat\n0,1,2\n0,1,2\n1,3,4\n1,3,4\n");
        Assert.Equal([0, 2], table.WindowStarts);
    }

    [Theory]
    [InlineData("", "header of column names")]
    [InlineData("speed,heat\n", "no rows")]
    [InlineData("speed,temp\n1,2\n", "a column 'heat'")]
    [InlineData("speed;heat\n1;2\n", "separate the columns with commas")]
    [InlineData("speed,heat,heat\n1,2,3\n", "'heat' twice")]
    [InlineData("speed,heat\n1,2\n3,cold\n", "'cold' on line 3, column 2 ('heat')")]
    [InlineData("speed,heat\n1,2\n3\n", "1 fields on line 3, expected 2")]
    [InlineData("speed,heat\n1,2,5\n", "3 fields on line 2, expected 2")]
    [InlineData("speed,heat\n1,1e60\n", "float32's range")]
    [InlineData("speed,heat\n1,2\n\n3,4\n", "blank line before line 4")]
    [InlineData("speed,heat\n1,\"2\n", "opened on line 2 and never closed")]
    [InlineData("speed,heat\n1,\"2\"x\n", "after a closing quote on line 2, column 2")]
    public void Every_mistake_is_told_with_its_place(string text, string words)
    {
        var error = Assert.Throws<ModelException>(() => Read(text));
        Assert.Equal(ErrorCatalogue.BadCsv, error.Id);
        Assert.Contains(words, error.Message);
    }

    [Fact]
    public void Lines_are_counted_through_quoted_line_ends() =>
        Assert.Contains("line 4", Assert.Throws<ModelException>(() => Read("speed,heat,note\n1,2,\"a\nb\"\n1,x,\n")).Message);
}
