using System.Text.Json;
using System.Text.RegularExpressions;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Tests.Data;
using EdgeLstm.Quantize.Tests.Shared;
using EdgeLstm.Tool.Commands;

namespace EdgeLstm.Tool.Tests.Commands;

/// <summary>From a table as people have it to a model, and every command on tables behind it: six pumps, 200 samples each.</summary>
public sealed class TableCommandTests : IDisposable
{
    const int Windows = 6 * (200 - 23);

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    static string Table(string name) => Path.Combine(TestFiles.Repository, "tests", "Golden", "cases", "people", name);

    static ToolRun Done(params string[] args)
    {
        var run = ToolRun.Of(null, args);
        Assert.Equal((0, ""), (run.Code, run.Error));
        return run;
    }

    static JsonElement Json(params string[] args) => JsonDocument.Parse(Done([.. args, "--json"]).Out).RootElement;

    ToolRun Train(string table, params string[] more) => Done(["train", "csv", table, "--target", "Restlaufzeit [h]", "--group", "Pumpe", "--time", "Zeitstempel",
        "--features", "Vibration x,Temp Lager,Strom,Drehzahl", "--hidden", "4", "--epochs", "1", "-o", _folder["p.onnx"], .. more]);

    [Fact]
    [Trait("Category", "Slow")]
    public void Every_command_that_the_tool_prints_works_as_it_stands()
    {
        string table = _folder.Write("my pumps.csv", File.ReadAllText(Table("plain.csv")));
        string[] commands = Commands(Train(table, "--window", "24"));
        Assert.Equal(3, commands.Length);
        var evaluated = Json(Words(commands[0].Replace("UNSEEN.csv", $"\"{table}\"", StringComparison.Ordinal)));
        Assert.Equal(Windows, evaluated.GetProperty("windows").GetInt32());
        var quantized = Done(Words(commands[1]));
        Assert.Contains($"cut into {Windows:N0} windows of 24 samples of 6 groups by 'Pumpe'", quantized.Out);
        string asPrinted = File.ReadAllText(_folder["p.elstm"]);
        Done("quantize", _folder["p.onnx"], "-o", _folder["p.elstm"], "--calibrate", table, "--group", "Pumpe", "--time", "Zeitstempel", "--window", "24");
        Assert.Equal(asPrinted, File.ReadAllText(_folder["p.elstm"]));

        string[] next = Commands(quantized);
        Assert.Equal(commands[2], next[1]);
        var verified = Json(Words(next[0].Replace("--data DATA", $"--data \"{table}\"", StringComparison.Ordinal)));
        Assert.Equal(Windows, verified.GetProperty("windows")[0].GetProperty("compared").GetInt32());
        Done(Words(next[1].Replace("-o p-app", $"-o \"{_folder["p-app"]}\"", StringComparison.Ordinal)));
        Assert.True(File.Exists(_folder["p-app/p-app.csproj"]));
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("excel-de.csv")]
    [InlineData("excel-de-quoted.csv")]
    [InlineData("tabs-utf16.csv")]
    public void A_spreadsheets_table_is_the_plain_one_for_every_command(string table)
    {
        string[] made = [.. new[] { "plain.csv", table }.Select(name =>
        {
            Train(Table(name), "--window", "24");
            // The file's name and hash are all that differs of the model.
            var network = Quantize.Evaluation.ModelLoader.Import(_folder["p.onnx"]);
            string weights = string.Join(' ', network.Layers.Select(layer => layer.Outputs)) + network.Inputs[0];
            Done("quantize", _folder["p.onnx"], "-o", _folder["p.elstm"], "--calibrate", Table(name));
            string lines = string.Join('\n', File.ReadAllLines(_folder["p.elstm"]).Where(
                line => !line.StartsWith("source", StringComparison.Ordinal) && !line.StartsWith("hash", StringComparison.Ordinal)));
            Done("run", _folder["p.onnx"], "-i", Table(name), "-o", _folder["y.csv"]);
            Done("gates", _folder["p.onnx"], "--data", Table(name));
            string answers = File.ReadAllText(_folder["y.csv"]), rmse = string.Join(' ',
                Json("verify", _folder["p.onnx"], _folder["p.elstm"], "--data", Table(name)).GetProperty("windows")[0].GetRawText(),
                Json("evaluate", _folder["p.onnx"], "csv", Table(name), "--target", "Restlaufzeit [h]", "--group", "Pumpe", "--time",
                    "Zeitstempel", "--window", "24").GetProperty("rmse").GetRawText());
            return string.Join('\n', weights, lines, answers, rmse);
        })];
        Assert.Equal(made[0], made[1]);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void A_table_with_blank_cells_is_compared_at_every_window()
    {
        Train(Table("plain.csv"), "--window", "24");
        Done("quantize", _folder["p.onnx"], "-o", _folder["p.elstm"], "--calibrate", Table("plain.csv"));
        foreach (string[] options in (string[][])[["--group", "Pumpe", "--window", "24"], []])
        {
            var verified = Json(["verify", _folder["p.onnx"], _folder["p.elstm"], "--data", Table("blank-1-percent.csv"), .. options]).GetProperty("windows")[0];
            Assert.Equal((Windows, 0), (verified.GetProperty("compared").GetInt32(), verified.GetProperty("notFinite").GetInt32()));
            Assert.InRange(verified.GetProperty("max").GetDouble(), 0, 2); // of 199 h
        }

        var stream = Json("verify", _folder["p.onnx"], _folder["p.elstm"], "--data", Table("blank-1-percent.csv"), "--stream");
        Assert.Equal(1200, stream.GetProperty("carried")[0].GetProperty("compared").GetInt32());
        Assert.Equal(Windows, stream.GetProperty("carriedToSliding")[0].GetProperty("compared").GetInt32());
    }

    [Fact]
    public void Predictions_say_of_which_machine_and_sample_they_are()
    {
        string table = _folder.Write("pumps.csv", string.Join('\n', File.ReadAllLines(Table("plain.csv")).Where((_, line) => line is < 301 or > 400))); // the second pump has 100 samples
        Train(table, "--window", "24");
        Done("run", _folder["p.onnx"], "-i", table, "-o", _folder["o.csv"]);
        string[] lines = File.ReadAllLines(_folder["o.csv"]);
        Assert.Equal("Pumpe,sample,Restlaufzeit", lines[0]);
        Assert.StartsWith("P0,23,", lines[1]);
        Assert.StartsWith("P5,199,", lines[^1]);
        Assert.Equal(Windows - 100, lines.Length - 1);

        Done("run", _folder["p.onnx"], "-i", table, "-o", _folder["s.csv"], "--stream");
        string[] stream = File.ReadAllLines(_folder["s.csv"]);
        Assert.Equal(1 + 1100, stream.Length);
        Assert.StartsWith("P0,0,", stream[1]);
        Assert.Equal(100, stream.Count(line => line.StartsWith("P1,", StringComparison.Ordinal)));
        Done("run", _folder["p.onnx"], "-i", table, "-o", _folder["s.npy"], "--stream");
        Assert.Equal([6, 200, 1], NpyFile.Read(_folder["s.npy"]).Shape);
    }

    [Fact]
    public void A_model_of_streams_takes_its_table_as_streams_of_any_length()
    {
        string table = _folder.Write("pumps.csv", string.Join('\n', File.ReadAllLines(Table("plain.csv")).Where((_, line) => line is < 301 or > 400)));
        Train(table, "--window", "50", "--loss-at", "every");
        var quantized = Json("quantize", _folder["p.onnx"], "-o", _folder["p.elstm"], "--calibrate", table);
        Assert.Equal(1100, quantized.GetProperty("calibrationSteps").GetInt32());
        var verified = Json("verify", _folder["p.onnx"], _folder["p.elstm"], "--data", table);
        Assert.Equal(1100, verified.EnumerateObject().First(each => each.Value.ValueKind == JsonValueKind.Array && each.Name is "carried" or "windows").Value[0].GetProperty("compared").GetInt32());
        Assert.Contains("6 streams by 'Pumpe', each from reset, of 100 to 200 samples", Done("gates", _folder["p.elstm"], "--data", table).Out);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Gates_and_compress_read_the_table_too()
    {
        Train(Table("plain.csv"), "--window", "24");
        string[] options = ["--group", "Pumpe", "--time", "Zeitstempel", "--window", "24"];
        Assert.Equal(Windows, Json(["gates", _folder["p.onnx"], "--data", Table("plain.csv"), .. options]).GetProperty("windows").GetInt32());
        var timed = CommandServices.Default with { TimeSteps = (models, _, _) => [.. models.Select(_ => 1.0)] };
        var run = ToolRun.Of(timed, ["compress", _folder["p.onnx"], "--data", Table("plain.csv"), "--budget", "20%", "-o", _folder["c.elstm"], .. options]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains("--group Pumpe --time Zeitstempel --window 24 --scheme", run.Out); // the command that makes the model again
        Assert.Contains($"cut into {Windows:N0} windows of 24 samples of 6 groups by 'Pumpe'", run.Out);
    }

    [Fact]
    public void Calibration_without_a_number_is_an_error()
    {
        Train(Table("plain.csv"), "--window", "24");
        string blank = _folder.Write("blank.csv", "Vibration x,Temp Lager,Strom,Drehzahl\n" + string.Concat(Enumerable.Repeat(",,,\n", 30)));
        var run = ToolRun.Of(null, "quantize", _folder["p.onnx"], "-o", _folder["p.elstm"], "--calibrate", blank);
        Assert.StartsWith($"error {ErrorCatalogue.NothingCompared}: ", Assert.Single(run.ErrorLines));
        Assert.False(File.Exists(_folder["p.elstm"]));
    }

    /// <summary>The commands in the notes.</summary>
    static string[] Commands(ToolRun run) => [.. Regex.Matches(run.Out, "'edgelstm ([^']+)'").Select(match => match.Groups[1].Value)];

    /// <summary>As a shell takes a command apart.</summary>
    static string[] Words(string command) => [.. Regex.Matches(command, "\"([^\"]*)\"|(\\S+)").Select(match => match.Groups[1].Success ? match.Groups[1].Value : match.Groups[2].Value)];
}
