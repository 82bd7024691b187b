using System.Globalization;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Data;

namespace EdgeLstm.Quantize.Tests.Data;

/// <summary>One format reads a column, or nothing does.</summary>
public class TimeColumnTests
{
    static (double[] Times, string? Note) Read(string? format, params string[] cells)
    {
        var column = new TimeColumn("at", format);
        foreach (var (i, cell) in cells.Index())
            column.Add(cell, "t.csv", i + 2, series: 0);
        string? note = column.Settle();
        return ([.. column.Times], note);
    }

    static double Seconds(string iso) => (DateTime.Parse(iso, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal) - DateTime.UnixEpoch).TotalSeconds;

    static ModelException Refusal(string? format, params string[] cells)
    {
        var refusal = Assert.Throws<ModelException>(() => Read(format, cells));
        Assert.Equal(ErrorCatalogue.UnclearTime, refusal.Id);
        return refusal;
    }

    [Theory]
    [InlineData("2026-01-31 23:59:58.25", "2026-01-31T23:59:58.25")]
    [InlineData("2026-01-31T23:59:58,125Z", "2026-01-31T23:59:58.125")]
    [InlineData("2026-01-31T23:59:58.123456789+02:00", "2026-01-31T21:59:58.123456789")]
    [InlineData("2026-1-31", "2026-01-31")]
    [InlineData("2026/01/31 7:05", "2026-01-31T07:05")]
    [InlineData("31.01.2026 07:05", "2026-01-31T07:05")]
    [InlineData("3.4.2026", "2026-04-03")]
    [InlineData("31.1.99", "1999-01-31")]
    [InlineData("31/01/2026 07:05", "2026-01-31T07:05")]
    [InlineData("31-01-2026", "2026-01-31")]
    [InlineData("1/31/2026 12:05 AM", "2026-01-31T00:05")]
    [InlineData("1/31/2026 1:05:07 PM", "2026-01-31T13:05:07")]
    [InlineData("04-Mar-2026 10:00", "2026-03-04T10:00")]
    [InlineData("4 March 2026", "2026-03-04")]
    [InlineData("05/05/2026 01:00", "2026-05-05T01:00")]
    public void A_date_that_one_order_alone_can_read_is_read(string cell, string iso) => Assert.Equal(Seconds(iso), Read(null, cell).Times[0], 1e-3);

    [Theory]
    [InlineData("1767225600", 1767225600)]
    [InlineData("-0.5", -0.5)]
    [InlineData("20260131", 20260131)]
    [InlineData("07:05", 25500)]
    [InlineData("07:05:01.5", 25501.5)]
    [InlineData("31:00:00", 111600)]
    public void Numbers_and_times_of_day_are_read(string cell, double seconds) => Assert.Equal(seconds, Read(null, cell).Times[0], 6);

    [Fact]
    public void A_day_over_twelve_anywhere_settles_the_whole_column()
    {
        var (times, note) = Read(null, "01/02/2026 10:00", "02/02/2026 10:00", "13/02/2026 10:00");
        Assert.Equal([Seconds("2026-02-01T10:00"), Seconds("2026-02-02T10:00"), Seconds("2026-02-13T10:00")], times);
        Assert.Equal("'at' is read day-first: '13/02/2026 10:00' on line 4 settles it", note);
        (times, note) = Read(null, "02/01/2026", "02/13/2026");
        Assert.Equal([Seconds("2026-02-01"), Seconds("2026-02-13")], times);
        Assert.Equal("'at' is read month-first: '02/13/2026' on line 3 settles it", note);
        Assert.Null(Read(null, "2026-02-01", "2026-02-13 04:00").Note);
        Assert.Equal("'at' is read day-first", Read(null, "01.02.2026", "02.02.2026").Note);
    }

    [Theory]
    [InlineData("--time-format \"d/M/yyyy H:mm\" or \"M/d/yyyy H:mm\"", "01/02/2026 10:00", "02/02/2026 10:00")]
    [InlineData("--time-format \"d-M-yyyy h:mm:ss tt\" or \"M-d-yyyy h:mm:ss tt\"", "1-2-2026 10:00:00 PM")]
    [InlineData("--time-format \"yy-M-d\" or \"d-M-yy\"", "26-01-31", "26-02-01")]
    public void A_column_that_two_orders_can_read_is_refused_with_both_formats(string remedy, params string[] cells)
    {
        var refusal = Refusal(null, cells);
        Assert.Contains(remedy, refusal.Message);
        Assert.Contains($"'{cells[0]}' on line 2 in column 'at', and no cell that tells ", refusal.Message);
    }

    [Theory]
    [InlineData("'01/13/2026' on line 3 in column 'at', and '13/01/2026' on line 2", "13/01/2026", "01/13/2026")]
    [InlineData("'2026-01-02' on line 3", "01/02/2026", "2026-01-02")]
    [InlineData("'31.02.2026' on line 3", "01.02.2026", "31.02.2026")]
    [InlineData("'01/02' on line 2", "01/02")]
    [InlineData("'' on line 3", "2026-01-01", "")]
    [InlineData("'nan' on line 2", "nan")]
    [InlineData("'2026-01-01 25:00' on line 2", "2026-01-01 25:00")]
    [InlineData("'2026-01-01 10:60' on line 2", "2026-01-01 10:60")]
    [InlineData("'13:00 PM' on line 2", "13:00 PM")]
    [InlineData("'1767225600' on line 3", "2026-01-01", "1767225600")]
    [InlineData("'Monday' on line 2", "Monday")]
    public void A_cell_that_does_not_fit_the_column_is_named(string place, params string[] cells) => Assert.Contains(place, Refusal(null, cells).Message);

    [Fact]
    public void A_time_of_day_that_goes_back_is_refused_and_never_sorted()
    {
        Assert.Equal([82800, 86340, 86340], Read(null, "23:00", "23:59", "23:59").Times);
        Assert.Contains("'00:00' on line 4 in column 'at', which lies before the time in the row above and has no date", Refusal(null, "23:00", "23:59", "00:00").Message);
        Refusal("dd HH:mm", "31 23:00", "01 00:00");
        Refusal("hh:mm tt", "11:00 PM", "01:00 AM");
    }

    [Fact]
    public void A_given_format_is_taken_and_nothing_else()
    {
        Assert.Equal([Seconds("2026-02-01T10:00"), Seconds("2026-02-02T10:00")], Read("dd/MM/yyyy HH:mm", "01/02/2026 10:00", "02/02/2026 10:00").Times);
        Assert.Equal([Seconds("2026-01-02T10:00")], Read("MM/dd/yyyy HH:mm", "01/02/2026 10:00").Times);
        Assert.Equal([Seconds("2026-01-02T08:00")], Read("yyyyMMddTHHmmsszzz", "20260102T100000+02:00").Times);
        Assert.Contains("expected a time as \"MM/dd/yyyy\" has it, such as 12/31/2026", Refusal("MM/dd/yyyy", "13/01/2026").Message);
    }
}
