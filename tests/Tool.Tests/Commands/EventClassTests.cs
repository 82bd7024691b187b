using System.Text.Json;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Import.Onnx;
using EdgeLstm.Quantize.Tests.Data;
using EdgeLstm.Quantize.Tests.Shared;

namespace EdgeLstm.Tool.Tests.Commands;

/// <summary>Which of two classes is the fault.</summary>
public sealed class EventClassTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    ToolRun Train(string table, params string[] more) => ToolRun.Of(null, ["train", "csv", _folder.Write("t.csv", table), .. more.Contains("--target") ? [] : new[] { "--target", "label" }, "--task", "classification", "--group", "machine", "--window", "3", "--hidden", "3",
        .. more.Contains("--epochs") ? [] : new[] { "--epochs", "1" }, "-o", _folder["m.onnx"], .. more]);

    JsonElement Evaluate(string model, string table, params string[] more)
    {
        var run = EvaluateRun(model, table, [.. more, "--json"]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        return JsonDocument.Parse(run.Out).RootElement;
    }

    ToolRun EvaluateRun(string model, string table, params string[] more) => ToolRun.Of(null, ["evaluate", _folder[model], "csv", _folder.Write("e.csv", table), "--target", "label", "--task", "classification", "--group", "machine", .. more]);

    static string Table(string healthy, string faulty, int rows = 20, int machines = 6) =>
        FaultTable.Of(machines, rows, (_, row) => FaultTable.AtTheEnd(row, rows) ? faulty : healthy, (_, row) => FaultTable.AtTheEnd(row, rows));

    [Theory]
    [InlineData("nein", "ja", "p_ja")]
    [InlineData("ok", "fail", "p_fail")]
    [InlineData("normal", "fault", "p_fault")]
    [InlineData("good", "worn", "p_worn")]
    [InlineData("0", "1", "label_probability")]
    [InlineData("0.0", "1.0", "label_probability")]
    [InlineData("1", "2", "p_2")]
    [InlineData("1", "-1", "p_-1")]
    [InlineData("False", "True", "p_True")]
    public void The_rarer_class_is_the_event_and_the_first_lines_say_so(string healthy, string faulty, string output)
    {
        var run = Train(Table(healthy, faulty));
        Assert.Equal((0, ""), (run.Code, run.Error));
        string name = faulty is "1.0" ? "1" : faulty;
        string[] lines = run.Out.Split('\n');
        int said = Array.FindIndex(lines, line => line.StartsWith($"event of 'label': '{name}', 24 of 120 samples (", StringComparison.Ordinal));
        Assert.InRange(said, 0, Array.FindIndex(lines, line => line.StartsWith("epoch 1/1", StringComparison.Ordinal)) - 1);
        Assert.EndsWith($"The other class is '{(healthy is "0.0" ? "0" : healthy)}', 96 samples", lines[said].TrimEnd('\r'));
        var network = OnnxImporter.Import(_folder["m.onnx"]);
        Assert.Equal((output, name), (Assert.Single(network.Outputs).Name, network.Positive));
        Assert.Equal(name, Evaluate("m.onnx", Table(healthy, faulty)).GetProperty("event").GetString());
    }

    [Fact]
    public void Of_ja_and_nein_in_a_table_as_people_have_them_the_event_is_ja()
    {
        string plain = Path.Combine(TestFiles.Repository, "tests", "Golden", "cases", "people", "plain.csv");
        var run = ToolRun.Of(null, "train", "csv", plain, "--target", "Ausfall", "--task", "classification", "--group", "Pumpe", "--time", "Zeitstempel", "--features", "Vibration x [mm/s],Temp Lager,Strom [A],Drehzahl", "--window", "24", "--hidden", "3", "--epochs", "1", "-o", _folder["m.onnx"]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains("event of 'Ausfall': 'ja', 144 of 1,200 samples (the rarer class; --positive nein makes 'nein' the event); 'p_ja' is its probability", run.Out.Split('\n')[1]);
    }

    [Fact]
    public void Several_targets_have_an_event_each()
    {
        string table = Table("nein", "ja").Replace("label\n", "label,trip\n", StringComparison.Ordinal).Replace(",nein\n", ",nein,1\n", StringComparison.Ordinal).Replace(",ja\n", ",ja,2\n", StringComparison.Ordinal);
        Train(table, "--target", "label,trip", "--positive", "1");
        Assert.Equal(["p_label_ja", "p_trip_1"], OnnxImporter.Import(_folder["m.onnx"]).Outputs.Select(output => output.Name));
        var run = ToolRun.Of(null, "evaluate", _folder["m.onnx"], "csv", _folder["t.csv"], "--target", "label,trip", "--task", "classification", "--group", "machine", "--json");
        var score = JsonDocument.Parse(run.Out).RootElement;
        Assert.Equal((24, 84), (score.GetProperty("label.positives").GetInt32(), score.GetProperty("trip.positives").GetInt32()));
    }

    [Theory]
    [InlineData("1", "0", "'1', 96 of 120 samples (not 0, though the more frequent class; --positive 0 makes '0' the event)", "1")]
    [InlineData("true", "false", "'true', 96 of 120 samples (true, though the more frequent class; --positive false makes 'false' the event)", "true")]
    public void Of_0_and_1_the_event_is_1_even_where_it_is_more_frequent_and_that_is_said(string often, string seldom, string words, string positive)
    {
        Assert.Contains(words, Train(Table(often, seldom)).Out);
        Assert.Equal(positive, OnnxImporter.Import(_folder["m.onnx"]).Positive);
        Assert.Contains($"'{seldom}', 24 of 120 samples (as --positive says)", Train(Table(often, seldom), "--positive", seldom).Out);
        Assert.Equal((seldom, $"p_{seldom}"), (OnnxImporter.Import(_folder["m.onnx"]).Positive, OnnxImporter.Import(_folder["m.onnx"]).Outputs[0].Name));
    }

    [Fact]
    public void Positive_turns_the_model_round()
    {
        Train(Table("nein", "ja"), "--epochs", "30", "--learning-rate", "0.05");
        var usual = Evaluate("m.onnx", Table("nein", "ja"));
        Train(Table("nein", "ja"), "--epochs", "30", "--learning-rate", "0.05", "--positive", "NEIN");
        var turned = Evaluate("m.onnx", Table("nein", "ja"));
        Assert.Equal(("ja", 24, "nein", 84), (usual.GetProperty("event").GetString(), usual.GetProperty("positives").GetInt32(), turned.GetProperty("event").GetString(), turned.GetProperty("positives").GetInt32()));
        Assert.InRange(usual.GetProperty("f1").GetDouble(), 0.8, 1);
        Assert.InRange(turned.GetProperty("f1").GetDouble(), 0.8, 1);
    }

    [Fact]
    public void Classes_as_frequent_as_each_other_are_said_to_be_a_guess()
    {
        string table = FaultTable.Of(6, 20, (_, row) => row < 10 ? "nein" : "ja", (_, row) => row >= 10);
        Assert.Contains("'nein', 60 of 120 samples (as many samples as the other, taken by its name alone; --positive ja makes 'ja' the event)", Train(table).Out);
        Assert.Contains("'ja', 60 of 120 samples (as --positive says)", Train(table, "--positive", "ja").Out);
    }

    [Fact]
    public void Capitals_and_blanks_make_no_class()
    {
        string[] spellings = ["ja", "Ja", " ja ", "JA"];
        string table = FaultTable.Of(6, 20, (_, row) => row >= 16 ? spellings[row % 4] : "nein", (_, row) => row >= 16);
        Assert.Contains("one class of 'label' is written in several ways: 'JA', 'Ja', 'ja'", Train(table).Out);
        Assert.Equal("ja", OnnxImporter.Import(_folder["m.onnx"]).Positive);
        Assert.Equal(24, Evaluate("m.onnx", table).GetProperty("positives").GetInt32());
        Assert.Equal(24, Evaluate("m.onnx", Table("Nein", "jA")).GetProperty("positives").GetInt32());
    }

    [Fact]
    public void What_the_event_is_comes_from_the_model_and_not_from_the_table_that_is_judged()
    {
        Train(Table("nein", "ja"));
        Assert.Equal(0, ToolRun.Of(null, "quantize", _folder["m.onnx"], "-o", _folder["m.elstm"], "--calibrate", _folder["t.csv"]).Code);
        string mostlyFaulty = FaultTable.Of(3, 20, (_, row) => row < 4 ? "nein" : "ja", (_, row) => row >= 4);
        foreach (string model in (string[])["m.onnx", "m.elstm"])
        {
            var score = Evaluate(model, mostlyFaulty);
            Assert.Equal(("ja", 48, 54), (score.GetProperty("event").GetString(), score.GetProperty("positives").GetInt32(), score.GetProperty("windows").GetInt32()));
            var healthy = Evaluate(model, FaultTable.Of(2, 20, (_, _) => "nein"));
            Assert.Equal(0, healthy.GetProperty("positives").GetInt32());
            Assert.Equal(JsonValueKind.Null, healthy.GetProperty("recall").ValueKind);
        }
    }

    [Theory]
    [InlineData("m.onnx", "no", "yes", "class 'no' in column 'label', expected 'ja', 'nein', as the model was trained")]
    [InlineData("m.onnx", "gut", "ja", "class 'gut' in column 'label'")]
    [InlineData("m.elstm", "no", "yes", "classes 'no', 'yes' beside 'ja' in column 'label', expected 'ja' and one other")]
    public void A_table_of_other_classes_is_refused(string model, string healthy, string faulty, string message)
    {
        Train(Table("nein", "ja"));
        ToolRun.Of(null, "quantize", _folder["m.onnx"], "-o", _folder["m.elstm"], "--calibrate", _folder["t.csv"]);
        var run = EvaluateRun(model, Table(healthy, faulty));
        Assert.Equal(1, run.Code);
        Assert.StartsWith($"error {ErrorCatalogue.UnknownClass}: ", Assert.Single(run.ErrorLines));
        Assert.Contains(message, run.Error);
        Assert.Contains("--positive nein", EvaluateRun("m.onnx", Table("nein", "ja"), "--positive", "nein").Error);
    }

    [Fact]
    public void An_artifact_says_what_it_took_for_the_other_class_of_a_table_without_the_event()
    {
        Train(Table("nein", "ja"));
        ToolRun.Of(null, "quantize", _folder["m.onnx"], "-o", _folder["m.elstm"], "--calibrate", _folder["t.csv"]);
        Assert.Contains("no sample of column 'label' is 'ja', the model's event: all are 'gut', which is taken for the other class", EvaluateRun("m.elstm", FaultTable.Of(2, 20, (_, _) => "gut")).Out);
    }

    [Fact]
    public void More_than_two_classes_have_no_event()
    {
        string table = FaultTable.Of(6, 20, (_, row) => row < 10 ? "a" : row < 16 ? "b" : "c", (_, row) => row >= 10);
        Assert.Contains("classes of 'label': 'a' 60, 'b' 36, 'c' 24", Train(table).Out);
        Assert.Equal(["p_a", "p_b", "p_c"], OnnxImporter.Import(_folder["m.onnx"]).Outputs.Select(output => output.Name));
        Assert.Null(OnnxImporter.Import(_folder["m.onnx"]).Positive);
        Assert.StartsWith($"error {ErrorCatalogue.UnknownClass}: ", Assert.Single(Train(table, "--positive", "c").ErrorLines));
        Assert.Contains("class 'd' in column 'label'", EvaluateRun("m.onnx", table.Replace(",c\n", ",d\n", StringComparison.Ordinal)).Error);
    }

    [Fact]
    public void A_class_with_a_comma_or_brackets_in_its_name_is_found_again()
    {
        string table = Table("in order", "\"broken, [seal]\"");
        Train(table);
        Assert.Equal(("broken, [seal]", 24), (OnnxImporter.Import(_folder["m.onnx"]).Positive, Evaluate("m.onnx", table).GetProperty("positives").GetInt32()));
    }

    [Theory]
    [InlineData("--positive is for --task classification and anomaly", "--task", "regression", "--positive", "ja")]
    public void An_event_of_numbers_is_a_usage_error(string message, params string[] options)
    {
        var run = ToolRun.Of(null, ["train", "csv", "t.csv", "--target", "label", "--window", "3", "-o", "m.onnx", .. options]);
        Assert.Equal(2, run.Code);
        Assert.Contains(message, run.Error);
    }
}
