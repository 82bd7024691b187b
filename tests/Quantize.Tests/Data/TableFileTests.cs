using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Data;

namespace EdgeLstm.Quantize.Tests.Data;

public class TableFileTests
{
    static readonly string[] Names = ["speed", "heat"];

    static Dataset Read(string text, params string[] names) => TableFile.Read(new StringReader(text), names.Length == 0 ? Names : names, TableRules.None);

    static Dataset Machines(TableRules rules, string text) => TableFile.Read(new StringReader(text), ["x"], rules);

    /// <summary>Two machines, of which the rows of the first are not in order, among each other.</summary>
    const string Interleaved = "hour,machine,x,rul\n3,a,13,0\n1,b,21,9\n1,a,11,2\n2,b,22,8\n2,a,12,1\n4,a,14,0\n";

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
        Assert.Equal((2, 2), (table.Windows, table.Steps));
        Assert.Equal([3f, 4f, 3f, 4f], table.Window(1).ToArray());
    }

    [Theory]
    [InlineData("", "header of column names")]
    [InlineData("speed,heat\n", "no rows")]
    [InlineData("speed,temp\n1,2\n", "a column 'heat'")]
    [InlineData("speed,heat,heat\n1,2,3\n", "'heat' twice")]
    [InlineData("speed,heat\n1,2\n3,cold\n", "'cold' on line 3 in column 'heat'")]
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
    public void Rows_are_taken_machine_by_machine_in_the_order_of_time()
    {
        var streams = Machines(new("machine", "hour", null), Interleaved);
        Assert.True(streams.AreStreams);
        Assert.Equal([new("a", 0, 4), new("b", 4, 2)], streams.Series);
        Assert.Equal([11f, 12f, 13f, 14f], streams.Window(0).ToArray());
        Assert.Equal([21f, 22f], streams.Window(1).ToArray());
        Assert.Equal([4, 2], streams.Lengths);
        Assert.Contains("2 streams by 'machine', each from reset, of 2 to 4 samples", streams.Notes);
        Assert.Contains("ignored 1 column that the model has no input for: 'rul'", streams.Notes);
    }

    [Fact]
    public void Windows_end_at_each_row_of_a_machine_and_what_is_too_short_is_told()
    {
        var windows = Machines(new("machine", "hour", 3), Interleaved);
        Assert.Equal((2, 3), (windows.Windows, windows.Steps));
        Assert.Equal([12f, 13f, 14f], windows.Window(1).ToArray());
        Assert.Equal(6, windows.Values.Length);
        Assert.Contains("cut into 2 windows of 3 samples of 2 groups by 'machine'", windows.Notes);
        Assert.Contains("left out 1 of 2 groups: shorter than 3 samples", windows.Notes);
        var none = Assert.Throws<ModelException>(() => Machines(new("machine", "hour", 5), Interleaved));
        Assert.Equal(ErrorCatalogue.DataShape, none.Id);
        Assert.Contains("2 groups, the longest with 4 samples", none.Message);
    }

    [Fact]
    public void Windows_that_would_hold_too_many_samples_are_cut_further_apart_and_said()
    {
        var windows = Machines(new(null, null, 4) { MaxSamples = 100 }, "x\n" + string.Join('\n', Enumerable.Range(0, 103)));
        Assert.Equal(25, windows.Windows);
        Assert.Equal([4f, 5f, 6f, 7f], windows.Window(1).ToArray());
        Assert.Contains("every 4 samples: with one at each sample they would hold 400 samples (--stride 1)", Assert.Single(windows.Notes));
        Assert.Equal(50, Machines(new(null, null, 4) { MaxSamples = 100, Stride = 2 }, "x\n" + string.Join('\n', Enumerable.Range(0, 103))).Windows);
    }

    [Fact]
    public void A_column_that_only_the_model_names_may_be_missing_and_is_told()
    {
        var rules = new TableRules("machine", "hour", null) { MayLackGroup = true, MayLackTime = true };
        var data = Machines(rules, "x\n1\n2\n");
        Assert.Equal(2, data.Steps);
        Assert.Contains("no column 'machine', which the model was trained with as --group: the file is taken as one machine", data.Notes);
        Assert.Contains("no column 'hour', which the model was trained with as --time: the rows are taken in the file's order", data.Notes);
        Assert.Contains("no column 'machine' of --group", Assert.Throws<ModelException>(() => Machines(rules with { MayLackGroup = false }, "x\n1\n2\n")).Message);
    }

    [Fact]
    public void A_file_that_comes_in_windows_keeps_them_unless_the_user_says_otherwise()
    {
        const string Cut = "window,x\n7,1\n7,2\n8,3\n8,4\n7,5\n7,6\n";
        Assert.Equal((3, 2), Shape(Machines(TableRules.None with { Window = 3 }, Cut)));
        Assert.Equal((3, 1), (Machines(TableRules.None with { Window = 2, IsModelsWindow = false }, Cut).Windows, 1));
        Assert.Equal((2, 4), Shape(Machines(TableRules.None with { Group = "window", MayLackGroup = false }, Cut)));

        static (int, int) Shape(Dataset data) => (data.Windows, data.Steps);
    }

    [Fact]
    public void A_column_is_found_with_its_unit_and_without() =>
        Assert.Equal([1f, 2f], Read("heat [°C],speed[rpm]\n2,1\n", "speed", "heat [°C]").Values);

    [Fact]
    public void Lines_are_counted_through_quoted_line_ends() =>
        Assert.Contains("line 4", Assert.Throws<ModelException>(() => Read("speed,heat,note\n1,2,\"a\nb\"\n1,x,\n")).Message);
}
