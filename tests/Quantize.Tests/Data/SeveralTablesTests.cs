using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Data;

namespace EdgeLstm.Quantize.Tests.Data;

/// <summary>Several files as one table, and what is said of columns that no option names.</summary>
public sealed class SeveralTablesTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    static Dataset Load(TableRules rules, params string[] paths) => InputBinding.Load(paths, [new("x")], rules);

    static string[] Names(Dataset data) => [.. data.Series.Select(each => $"{each.Name}:{each.First}+{each.Rows}")];

    [Fact]
    public void A_pattern_is_every_file_that_is_called_so_in_the_order_of_names()
    {
        foreach (string name in (string[])["b.csv", "a.csv", "c.txt", "a*.csv"])
            _folder.Write(name, "x\n1\n");
        Assert.Equal(["a*.csv", "a.csv", "b.csv"], TablePaths.Expand([_folder["*.csv"]]).Select(Path.GetFileName));
        Assert.Equal(["a*.csv"], TablePaths.Expand([_folder["a*.csv"]]).Select(Path.GetFileName)); // a file of that name
        Assert.Equal(["b.csv", "a*.csv", "a.csv"], TablePaths.Expand([_folder["b.csv"], _folder["?*.csv"]]).Select(Path.GetFileName));
        string parent = Path.GetDirectoryName(_folder["b.csv"])!;
        string folders = Path.Combine(Path.GetDirectoryName(parent)!, Path.GetFileName(parent)[..^1] + "?");
        Assert.Equal(["c.txt"], TablePaths.Expand([Path.Combine(folders, "c.*")]).Select(Path.GetFileName));
        var refusal = Assert.Throws<ModelException>(() => TablePaths.Expand([_folder["*.parquet"]]));
        Assert.Equal(ErrorCatalogue.FileMissing, refusal.Id);
        Assert.Contains("no file that is called so", refusal.Message);
    }

    [Fact]
    public void Each_file_is_a_series_of_its_own_under_its_name()
    {
        _folder.Write("2.csv", "x\n3\n4\n5\n");
        _folder.Write("1.csv", "y,x\n0,1\n0,2\n");
        var data = Load(TableRules.None, _folder["*.csv"]);
        Assert.Equal(["1.csv:0+2", "2.csv:2+3"], Names(data));
        Assert.Equal("file", data.GroupColumn);
        Assert.Equal([1, 2, 3, 4, 5], data.Values);
    }

    [Fact]
    public void Machines_go_on_from_file_to_file_where_a_time_orders_them_and_not_else()
    {
        string second = _folder.Write("1.csv", "m,t,x\nA,3,5\nB,3,6\nA,4,7\n");
        string first = _folder.Write("2.csv", "m,t,x\nA,1,1\nA,2,2\nB,1,3\n");
        var timed = Load(new("m", "t", null), second, first);
        Assert.Equal(["A:0+4", "B:4+2"], Names(timed));
        Assert.Equal([1, 2, 5, 7, 3, 6], timed.Values);
        Assert.Contains("2 groups were not in the order of 't' and have been sorted", timed.Notes);
        Assert.Equal(["A:0+2", "B:2+1", "A:3+2", "B:5+1"], Names(Load(new("m", null, null), second, first)));
    }

    [Fact]
    public void Files_to_learn_from_have_the_same_columns()
    {
        string a = _folder.Write("a.csv", "x,y\n1,2\n"), b = _folder.Write("b.csv", "y,x\n4,3\n"), c = _folder.Write("c.csv", "x,z\n1,2\n");
        Assert.Equal([1, 2, 3, 4], SeriesReader.Read([a, b], new(null, null, [])).Values);
        var refusal = Assert.Throws<ModelException>(() => SeriesReader.Read([a, c], new(null, null, [])));
        Assert.Equal(c, refusal.File);
        Assert.Contains("no 'y' and 'z' in the header, expected the columns of a.csv: 'x', 'y'", refusal.Message);
        Assert.Equal([1, 1], SeriesReader.Read([a, c], new(null, null, ["x"])).Values);
    }

    [Fact]
    public void A_column_of_times_is_offered_as_the_header_has_it()
    {
        const string Table = "x,Time [UTC],n\n1,2026-01-02,1\n2,2026-01-01,2\n";
        string path = _folder.Write("a.csv", Table);
        Assert.Contains("'Time [UTC]' looks like times: --time \"Time [UTC]\" puts each machine's rows into that order; they are taken as "
            + "they stand", Load(TableRules.None, path).Notes);
        var trained = SeriesReader.Read([path], new(null, null, []) { Excluded = ["Time"] });
        Assert.Contains(trained.Notes, note => note.Contains("--time \"Time [UTC]\"", StringComparison.Ordinal));
        foreach (var rules in (TableRules[])[new(null, "Time", null), new(null, "n", null)])
            Assert.DoesNotContain(Load(rules, path).Notes, note => note.Contains("looks like", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("A A A A A B B B B B", true)]
    [InlineData("A A A A A B B B B A", false)] // a state, which comes back
    [InlineData("A A A A A A A A A A", false)]
    [InlineData("A B C D E F G H I J", false)] // a name of each row
    [InlineData("1 1 1 1 1 2 2 2 2 2", false)]
    public void A_column_with_runs_of_names_is_offered_as_the_group(string cells, bool isOffered)
    {
        string path = _folder.Write("a.csv", "Unit no,x\n" + string.Concat(cells.Split(' ').Select(cell => $"{cell},1\n")));
        const string Offer = "'Unit no' looks like the names of machines or runs: --group \"Unit no\" tells them apart; the file is "
            + "taken as one";
        Assert.Equal(isOffered, Load(TableRules.None, path).Notes.Contains(Offer));
        Assert.DoesNotContain(Offer, Load(new("Unit no", null, null), path).Notes);
    }

    [Fact]
    public void Memory_is_taken_for_the_rows_that_a_file_has()
    {
        string[] texts = ["x,y\n1,2\n3,4\n", "x,y\r\n1,2\r\n3,4", "x,y\r1,2\r3,4\r", "x,y\n1,2\n3,4\n\n\n", "sep=,\nx,y\n1,2\n3,4"];
        foreach (string text in texts)
        {
            using var table = TableText.Open(_folder.Write("t.csv", text));
            Assert.Equal(2, table.MostRows(2));
        }

        // A file of line ends alone has no rows of a hundred columns.
        using var blank = TableText.Open(_folder.Write("t.csv", "x\n" + new string('\n', 10_000) + "1\n"));
        Assert.InRange(blank.MostRows(100), 1, 101);
    }

    [Fact]
    public void Rows_come_into_any_order_in_place()
    {
        var random = new Random(1);
        int[] order = [.. Enumerable.Range(0, 100)];
        random.Shuffle(order);
        var store = new SampleStore<float>(2);
        foreach (int row in Enumerable.Range(0, 100))
            (store.Add()[0], store.Row(row)[1]) = (row, -row);
        store.Reorder(order);
        Assert.Equal(order.SelectMany(row => (float[])[row, -row]), store.ToArray());
    }

    [Fact]
    public void Cells_of_text_come_back_as_they_were_written()
    {
        string[] cells = ["1", "1.0", "0.1", "1e3", "-0", "ja", "", "007", "123456789012345678", "1.50", "ja", "5E-324", "NaN"];
        var column = new TextCells();
        foreach (string cell in cells)
            column.Add(cell);
        Assert.Equal(cells, Enumerable.Range(0, cells.Length).Select(row => column[row]));
    }
}
