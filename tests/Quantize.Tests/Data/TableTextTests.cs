using System.Text;
using EdgeLstm.Quantize.Data;

namespace EdgeLstm.Quantize.Tests.Data;

/// <summary>Tables as spreadsheets of several countries write them.</summary>
public class TableTextTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    static Dataset Read(string text) => TableFile.Read(new StringReader(text), ["x", "y"], TableRules.None);

    [Theory]
    [InlineData("x,y\n1.5,2\n-3.25,4e2\n", "1.5 2 -3.25 400")]
    [InlineData("x;y\n1,5;2\n-3,25;4e2\n", "1.5 2 -3.25 400")] // German, French, Spanish, Italian
    [InlineData("x;y\r\n1.5;2\r\n", "1.5 2")] // Swiss, with a point
    [InlineData("x\ty\n1,5\t2\n", "1.5 2")]
    [InlineData("x|y\n1.5|2\n", "1.5 2")]
    [InlineData("\"x\";\"y\"\n\"1,5\";\"2\"\n", "1.5 2")]
    [InlineData("\"x\",\"y\"\n\"1,5\",\"2\"\n", "1.5 2")] // commas between columns and in numbers
    [InlineData("sep=;\r\nx;y\r\n1,5;2\r\n", "1.5 2")] // Excel's own hint
    [InlineData("x;y\n1.234,5;2.345.678,5\n", "1234.5 2345678.5")]
    [InlineData("x\ty\n1,234.5\t2,345,678.5\n", "1234.5 2345678.5")]
    [InlineData("x;y\n1'234.5;2\n", "1234.5 2")]
    [InlineData("x;y\n1\u202F234,5;2\n", "1234.5 2")]
    [InlineData("x;y\n0,5;1.234\n", "0.5 1234")] // a group: the file's mark is a comma
    [InlineData("x;note;y\n1,5;a, b;2\n2,5;c;3\n", "1.5 2 2.5 3")]
    [InlineData("x,note,y\n1.5,a;b,2\n", "1.5 2")]
    [InlineData("x;y\n;\n1,5;nan\n", "NaN NaN 1.5 NaN")]
    public void Separators_and_decimal_marks_are_found(string text, string values) => Assert.Equal(values,
        string.Join(' ', Read(text).Values.Select(value => value.ToString(System.Globalization.CultureInfo.InvariantCulture))));

    [Theory]
    [InlineData("x;y\n1,5;2\n3;2.5\n", "'2.5' on line 3, with a decimal point, and '1,5' on line 2, with a comma")]
    [InlineData("x;y\n1.234;2\n3;2,5\n", "'2,5' on line 3, with a decimal comma, and '1.234' on line 2, with a point")]
    [InlineData("x;y\n1,23,4;2\n", "'1,23,4' on line 2 in column 'x'")]
    [InlineData("x;y\n12.34,5;2\n", "'12.34,5' on line 2 in column 'x'")]
    [InlineData("x;y\n1;2\n3\n", "1 fields on line 3, expected 2 as in the header; complete the row; the columns are separated by s")]
    [InlineData("x\n1,5,2\n", "no column 'y'")]
    public void What_could_be_misread_is_an_error(string text, string message) =>
        Assert.Contains(message, Assert.Throws<ModelException>(() => Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void One_column_with_decimal_commas_is_one_column() => Assert.Equal([1.5f, 2.5f],
        TableFile.Read(new StringReader("x\n1,5\n2,5\n"), ["x"], TableRules.None).Values);

    [Fact]
    public void What_was_found_is_said_where_it_is_not_the_plain_form()
    {
        Assert.Contains("the table: columns separated by semicolons, decimal commas", Read("x;y\n1,5;2\n").Notes);
        Assert.DoesNotContain(Read("x,y\n1.5,2\n").Notes, note => note.Contains("separated", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("utf-8", false)]
    [InlineData("utf-8", true)]
    [InlineData("utf-16", true)]
    [InlineData("utf-16BE", true)]
    [InlineData("latin1", false)] // Excel's plain "CSV" in the west of Europe
    public void Encodings_are_told_by_their_mark_or_their_bytes(string name, bool hasMark)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] text = encoding.GetBytes("x [°C];y [m³/h]\n1,5;2\n");
        File.WriteAllBytes(_folder["t.csv"], [.. hasMark ? encoding.GetPreamble() : [], .. text]);
        var table = SeriesReader.Read([_folder["t.csv"]], new(null, null, []));
        Assert.Equal(["x", "y"], table.Features);
        Assert.Equal(["°C", "m³/h"], table.Features.Select(table.Unit));
        Assert.Equal([1.5f, 2], table.Series[0].Row(0));
    }

    [Fact]
    public void A_table_longer_than_what_is_looked_at_is_read_to_its_end()
    {
        var text = new StringBuilder("x;y\n");
        for (int row = 0; row < 20_000; row++)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{row};{row}\n"); // no decimals yet
        text.Append("0,25;1\n");
        float[] values = Read(text.ToString()).Values;
        Assert.Equal((40_002, 19_999f, 0.25f), (values.Length, values[^3], values[^2]));
    }
}
