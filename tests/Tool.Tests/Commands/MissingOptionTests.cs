using System.Globalization;
using System.Text.Json;
using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Import.Onnx;
using EdgeLstm.Quantize.Tests.Data;
using EdgeLstm.Quantize.Tests.Shared;
using EdgeLstm.Tool.Commands;

namespace EdgeLstm.Tool.Tests.Commands;

/// <summary>Tables with gaps, from training to the integers that ship, by the command line.</summary>
public sealed class MissingOptionTests : IDisposable
{
    const string Sensors = "Vibration x [mm/s],Temp Lager,Strom [A],Drehzahl";

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    static string Table(string name) => Path.Combine(TestFiles.Repository, "tests", "Golden", "cases", "people", name);

    ToolRun Train(string table, params string[] more) => ToolRun.Of(null, ["train", "csv", table, "--target", "Restlaufzeit [h]", "--group", "Pumpe", "--time", "Zeitstempel",
        .. more.Contains("--exclude") || more.Contains("--features") ? Array.Empty<string>() : ["--exclude", "Ausfall"], .. more.Contains("--window") ? Array.Empty<string>() : ["--window", "24"], "--hidden", "8", "-o", _folder["m.onnx"], .. more]);

    static JsonElement Json(ToolRun run)
    {
        Assert.Equal((0, ""), (run.Code, run.Error));
        return JsonDocument.Parse(run.Out).RootElement;
    }

    static string Out(ToolRun run)
    {
        Assert.Equal((0, ""), (run.Code, run.Error));
        return run.Out.ReplaceLineEndings("\n");
    }

    JsonElement Evaluate(string model, string table, params string[] more) => Json(ToolRun.Of(null, ["evaluate", _folder[model], "csv", table, "--target", "Restlaufzeit", "--group", "Pumpe", "--json", .. more]));

    /// <summary>
    /// blank-1-percent.csv with the same rule done by hand: the sensors' last values for as many rows as <paramref name="limit"/> says,
    /// then their means.
    /// </summary>
    string FilledByHand(IReadOnlyList<float> means, int limit, Func<string, string>? edit = null)
    {
        string[] lines = File.ReadAllLines(Table("blank-1-percent.csv"));
        var (last, age, group) = (new string[4], new int[4], "");
        for (int row = 1; row < lines.Length; row++)
        {
            string[] cells = lines[row].Split(',');
            if (cells[1] != group)
                Array.Fill(age, limit);
            group = cells[1];
            for (int k = 0; k < 4; k++)
            {
                (last[k], age[k]) = cells[2 + k].Length > 0 ? (cells[2 + k], 0) : (last[k], age[k] + 1);
                cells[2 + k] = age[k] <= limit ? last[k] : means[k].ToString("R", CultureInfo.InvariantCulture);
            }

            lines[row] = string.Join(',', cells);
        }

        return _folder.Write("filled.csv", string.Join('\n', lines.Select(line => edit?.Invoke(line) ?? line)));
    }

    [Fact]
    public void One_percent_of_blank_cells_costs_no_window_and_next_to_no_accuracy()
    {
        string[] options = ["--epochs", "12", "--learning-rate", "0.02", "--batch", "64", "--json"];
        var plain = Json(Train(Table("plain.csv"), options));
        var blank = Json(Train(Table("blank-1-percent.csv"), options));
        foreach (string windows in (string[])["trainingWindows", "validationWindows"])
            Assert.Equal(plain.GetProperty(windows).GetInt32(), blank.GetProperty(windows).GetInt32());
        double before = plain.GetProperty("metric").GetDouble(), after = blank.GetProperty("metric").GetDouble();
        Assert.InRange(after, 0.95 * before, 1.05 * before);
        Assert.InRange(after, 1, 40); // of lives from 0 to 199
    }

    [Fact]
    public void What_stands_in_is_said_and_counted_in_front_of_the_epochs()
    {
        string text = Out(Train(Table("blank-1-percent.csv"), "--epochs", "1"));
        Assert.Contains("\nmissing values: the last good value for 24 samples at most, then, and before the first one, the mean of training; the model does the same (--missing hold, --hold-limit 24)\n"
            + "missing are 56 of 4800 values (1.2 %): 'Temp Lager' 17, 'Drehzahl' 14, 'Strom' 13, 'Vibration x' 12; 56 held\nepoch 1/1", text);
        Assert.DoesNotContain("warning", text);
        Assert.DoesNotContain("left out", text);

        text = Out(Train(Table("plain.csv"), "--epochs", "1", "--window", "200", "--loss-at", "every"));
        Assert.Contains("\nmissing values: the last good value for 100 samples at most,", text);
        Assert.DoesNotContain("missing are", text);

        // As JSON, where nothing stands before the result.
        var notes = Json(Train(Table("blank-1-percent.csv"), "--epochs", "1", "--json")).GetProperty("notes").EnumerateArray().Select(note => note.GetString()!);
        Assert.Contains(notes, note => note.StartsWith("missing are 56 of 4800 values", StringComparison.Ordinal));
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("hold 24")]
    [InlineData("hold 3", "--hold-limit", "3")]
    [InlineData("hold 5", "--missing", "interpolate", "--hold-limit", "5")]
    [InlineData("hold 24", "--missing", "drop")]
    [InlineData("hold 0", "--missing", "mean")]
    public void The_rule_goes_with_the_model_into_the_artifact(string rule, params string[] options)
    {
        string said = Out(Train(Table("blank-1-percent.csv"), ["--epochs", "1", .. options])).Split('\n').First(line => line.StartsWith("missing values: ", StringComparison.Ordinal));
        Assert.Contains(rule == "hold 0" ? "the mean of training, in the model too" : $" for {rule[5..]} samples at most", said);
        Assert.Equal(options.Contains("interpolate"), said.Contains("the model on its stream cannot look ahead", StringComparison.Ordinal));
        Assert.Equal(options.Contains("drop"), said.Contains("the model on its stream cannot leave out", StringComparison.Ordinal));

        var missing = OnnxImporter.Import(_folder["m.onnx"]).Rules.Missing;
        Assert.Equal((MissingKind.Hold, rule), (missing.Kind, missing.ToString()));
        var quantized = Json(ToolRun.Of(null, "quantize", _folder["m.onnx"], "-o", _folder["m.elstm"], "--calibrate", Table("blank-1-percent.csv"), "--json"));
        Assert.Contains($"56 calibration values are missing and were filled by the model's rule, '{rule}'", quantized.GetProperty("notes").EnumerateArray().Select(note => note.GetString()));
        Assert.Equal(missing, ArtifactReader.Read(File.ReadAllText(_folder["m.elstm"])).Rules.Missing);
        Assert.Contains($"\nmissing {rule}\n", File.ReadAllText(_folder["m.elstm"]));
    }

    [Fact]
    public void Ten_percent_of_lost_windows_are_a_warning_before_the_epochs()
    {
        string text = Out(Train(Table("blank-1-percent.csv"), "--epochs", "1", "--missing", "drop"));
        Assert.InRange(text.IndexOf("\nwarning: 706 of 1062 windows (66 %) are left out for a missing value; --missing hold keeps them\n", StringComparison.Ordinal), 1, text.IndexOf("epoch 1/1", StringComparison.Ordinal));

        // A sensor that is silent for half of the time has nothing to hold.
        string[] lines = File.ReadAllLines(Table("plain.csv"));
        string silent = _folder.Write("silent.csv", string.Join('\n', lines.Select((line, row) => row == 0 || row % 200 < 100 ? line : Without(line, 3))));
        text = Out(Train(silent, "--epochs", "1", "--hold-limit", "2"));
        Assert.Matches("\nwarning: in [0-9]+ of 1062 windows \\([0-9]+ %\\) the mean stands in for a value: no good one was within 2 samples before it \\(--hold-limit\\)\nepoch", text);

        string untold = _folder.Write("untold.csv", string.Join('\n', lines.Select((line, row) => row == 0 || row % 5 != 0 ? line : Without(line, 6))));
        text = Out(Train(untold, "--epochs", "1"));
        Assert.Matches("\nwarning: [0-9]+ of 1062 windows \\(2[0-9] %\\) are left out: the target is missing\nepoch", text);

        static string Without(string line, int cell) => string.Join(',', line.Split(',').Select((text, k) => k == cell ? "" : text));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void A_table_with_gaps_is_judged_as_the_same_table_filled_by_hand_in_windows_and_on_a_stream()
    {
        Out(Train(Table("blank-1-percent.csv"), "--epochs", "3", "--learning-rate", "0.02", "--hold-limit", "1"));
        var network = OnnxImporter.Import(_folder["m.onnx"]);
        string filled = FilledByHand([.. network.Inputs.Select(input => input.Mean)], 1);
        Out(ToolRun.Of(null, "quantize", _folder["m.onnx"], "-o", _folder["m.elstm"], "--calibrate", filled));
        foreach (string model in (string[])["m.onnx", "m.elstm"])
        {
            foreach (string[] how in (string[][])[[], ["--stream"]])
            {
                var (gaps, whole) = (Evaluate(model, Table("blank-1-percent.csv"), how), Evaluate(model, filled, how));
                Assert.Equal(how.Length == 0 ? 1062 : 1200, gaps.GetProperty("windows").GetInt32());
                Assert.Equal(whole.GetProperty("rmse").GetDouble(), gaps.GetProperty("rmse").GetDouble(), 1e-9);
                Assert.Contains("56 of 4800 values are missing and were filled by the model's rule: ", gaps.GetProperty("notes").EnumerateArray().First(note => note.GetString()!.Contains("missing", StringComparison.Ordinal)).GetString());
            }
        }
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Integers_and_floats_fill_the_same_gaps_in_quantize_and_verify()
    {
        Out(Train(Table("blank-1-percent.csv"), "--epochs", "3", "--learning-rate", "0.02"));
        var quantized = Json(ToolRun.Of(null, "quantize", _folder["m.onnx"], "-o", _folder["m.elstm"], "--calibrate", Table("blank-1-percent.csv"), "--json"));
        Assert.InRange(quantized.GetProperty("outputs")[0].GetProperty("rmse").GetDouble(), 0, 0.2); // hours; a gap filled otherwise costs several
        Assert.Equal(0, quantized.GetProperty("saturated").GetDouble());
        string text = Out(ToolRun.Of(null, "verify", _folder["m.onnx"], _folder["m.elstm"], "--data", Table("blank-1-percent.csv"), "--stream", "--window", "24", "--json"));
        var carried = JsonDocument.Parse(text).RootElement.GetProperty("carried")[0];
        Assert.Equal((1200, 0), (carried.GetProperty("compared").GetInt32(), carried.GetProperty("notFinite").GetInt32()));
        Assert.InRange(carried.GetProperty("rmse").GetDouble(), 0, 0.2);

        // Every window of every machine, each with what came before it held.
        text = Out(ToolRun.Of(null, "verify", _folder["m.onnx"], _folder["m.elstm"], "--data", Table("blank-1-percent.csv"), "--group", "Pumpe", "--window", "24", "--json"));
        var windows = JsonDocument.Parse(text).RootElement.GetProperty("windows")[0];
        Assert.Equal((1062, 0), (windows.GetProperty("compared").GetInt32(), windows.GetProperty("notFinite").GetInt32()));
        Assert.InRange(windows.GetProperty("rmse").GetDouble(), 0, 0.2);
    }

    [Fact]
    public void Excluded_columns_are_not_learned_from()
    {
        Out(Train(Table("plain.csv"), "--epochs", "1", "--exclude", "Ausfall", "--exclude", "Strom [A],Drehzahl"));
        Assert.Equal(["Vibration x", "Temp Lager"], OnnxImporter.Import(_folder["m.onnx"]).Inputs.Select(input => input.Name));
        // The options of training may be given again.
        Evaluate("m.onnx", Table("plain.csv"), "--exclude", "Ausfall", "--exclude", "Strom");
    }

    [Theory]
    [InlineData("found no column 'Ausfal' of --exclude among 'Zeitstempel', 'Pumpe', 'Vibration x', 'Temp Lager', 'Strom', 'Drehzahl', 'Restlaufzeit', 'Ausfall', expected", "--exclude", "Ausfal")]
    [InlineData("found no column besides those of --target, --group, --time and --exclude", "--exclude", "Ausfall," + Sensors)]
    public void Bad_exclusions_are_told_in_one_line(string message, params string[] options)
    {
        var run = Train(Table("plain.csv"), options);
        Assert.Equal(ExitCode.Failure, run.Code);
        string line = Assert.Single(run.ErrorLines);
        Assert.StartsWith($"error {ErrorCatalogue.BadTrainingData}: ", line);
        Assert.Contains(message, line);
    }

    [Theory]
    [InlineData("'Drehzahl' is in --features and in --exclude", "--features", Sensors, "--exclude", "Drehzahl")]
    [InlineData("--hold-limit with --missing mean, which holds nothing", "--missing", "mean", "--hold-limit", "3")]
    [InlineData("--hold-limit is '0', expected a whole number from 1 to 1000000", "--hold-limit", "0")]
    public void Options_that_contradict_each_other_are_told(string message, params string[] options)
    {
        var run = Train(Table("plain.csv"), options);
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains(message, run.Error);
    }
}
