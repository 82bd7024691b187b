using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Tests.Data;
using EdgeLstm.Quantize.Tests.Shared;

namespace EdgeLstm.Tool.Tests.Commands;

/// <summary>Tables whose times are written as people write them, by the command line.</summary>
public sealed class TimeOptionTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    static string Table(string name) => Path.Combine(TestFiles.Repository, "tests", "Golden", "cases", "people", name);

    ToolRun Train(string table, string model, params string[] more) => ToolRun.Of(null, ["train", "csv", table, "--target", "Restlaufzeit [h]", "--group", "Pumpe", "--features", "Vibration x [mm/s],Temp Lager,Strom [A],Drehzahl",
        "--window", "24", "--hidden", "4", "--epochs", "1", "-o", _folder[model], .. more]);

    [Fact]
    public void A_day_first_table_gives_the_model_of_the_same_table_in_iso()
    {
        var plain = Train(Table("plain.csv"), "plain.onnx", "--time", "Zeitstempel");
        var dayFirst = Train(Table("day-first.csv"), "day.onnx", "--time", "Zeitstempel");
        var given = Train(Table("day-first.csv"), "given.onnx", "--time", "Zeitstempel", "--time-format", "dd/MM/yyyy HH:mm");
        Assert.All([plain, dayFirst, given], run => Assert.Equal((0, ""), (run.Code, run.Error)));
        Assert.All([plain, dayFirst, given], run => Assert.DoesNotContain("sorted", run.Out));
        Assert.StartsWith("'Zeitstempel' is read day-first: '13/01/2026 00:00' on line ", dayFirst.Out.Split('\n')[1]);
        Assert.Contains("--time-format \"dd/MM/yyyy HH:mm\"", given.Out);
        Assert.Equal(Epoch(plain), Epoch(dayFirst));
        Assert.Equal(Epoch(plain), Epoch(given));

        static string Epoch(ToolRun run) => run.Out.Split('\n').First(line => line.StartsWith("epoch 1/1", StringComparison.Ordinal)).Split("  ")[1];
    }

    [Fact]
    public void Days_that_might_be_months_are_refused_until_the_format_is_given()
    {
        string[] rows = File.ReadAllLines(Table("day-first.csv"));
        string file = _folder.Write("early.csv", string.Join('\n', rows.Where(row => !(row[0] == '1' && row[1] >= '3'))));
        var run = Train(file, "m.onnx", "--time", "Zeitstempel");
        Assert.Equal(1, run.Code);
        Assert.StartsWith($"error {ErrorCatalogue.UnclearTime}: {file}: found '", Assert.Single(run.ErrorLines));
        Assert.Contains("; give --time-format \"d/M/yyyy H:mm\" or \"M/d/yyyy H:mm\"", run.Error);
        Assert.Equal(0, Train(file, "m.onnx", "--time", "Zeitstempel", "--time-format", "d/M/yyyy H:mm").Code);
    }

    [Fact]
    public void A_time_of_day_over_several_days_is_refused()
    {
        var run = Train(Table("time-only.csv"), "m.onnx", "--time", "Zeitstempel");
        Assert.Equal(1, run.Code);
        Assert.Contains($"error {ErrorCatalogue.UnclearTime}: ", Assert.Single(run.ErrorLines));
        Assert.Contains("'00:00:00' on line 26 in column 'Zeitstempel', which lies before the time in the row above and has no date", run.Error);
    }

    [Fact]
    public void A_column_of_times_that_was_not_named_is_offered()
    {
        var run = ToolRun.Of(null, "train", "csv", Table("plain.csv"), "--target", "Restlaufzeit [h]", "--group", "Pumpe", "--window", "24", "-o", _folder["m.onnx"]);
        Assert.Equal(1, run.Code);
        Assert.Contains("'2026-01-01 00:00:00' on line 2 in column 'Zeitstempel', expected a number; give --time Zeitstempel if it says when a row was taken", Assert.Single(run.ErrorLines));
    }

    [Theory]
    [InlineData("--time-format is 'q', expected a format of .NET", "--time", "Zeitstempel", "--time-format", "q")]
    [InlineData("--time-format without --time", "--time-format", "d.M.yyyy")]
    public void A_format_that_is_none_or_has_no_column_is_a_usage_error(string message, params string[] options)
    {
        var run = Train(Table("plain.csv"), "m.onnx", options);
        Assert.Equal(2, run.Code);
        Assert.Contains(message, run.Error);
    }
}
