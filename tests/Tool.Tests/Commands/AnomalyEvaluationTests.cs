using System.Text.Json;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Import.Onnx;
using EdgeLstm.Quantize.Tests.Data;

namespace EdgeLstm.Tool.Tests.Commands;

/// <summary>Anomalies are judged by what normal data gave, not by the labels that they are compared with; every fault counts.</summary>
public sealed class AnomalyEvaluationTests : IDisposable
{
    const int Rows = 60;

    readonly TemporaryFolder _folder = new();

    public AnomalyEvaluationTests()
    {
        _folder.Write("t.csv", Table(8));
        Run("train", "csv", _folder["t.csv"], "--target", "label", "--task", "anomaly", "--group", "machine", "--window", "3", "--hidden", "3", "--epochs", "30", "--learning-rate", "0.02", "-o", _folder["m.onnx"]);
        Run("quantize", _folder["m.onnx"], "-o", _folder["m.elstm"], "--calibrate", _folder["t.csv"]);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Two faults in each machine.</summary>
    static bool IsFaulty(int row) => row is >= 20 and < 26 or >= 45 and < 55;

    static string Table(int machines, string healthy = "ok", string faulty = "fail") => FaultTable.Of(machines, Rows, (_, row) => IsFaulty(row) ? faulty : healthy, (_, row) => IsFaulty(row));

    static void Run(params string[] args) => Assert.Equal((0, ""), ToolRun.Of(null, args) is var run ? (run.Code, run.Error) : default);

    ToolRun EvaluateRun(string model, string table, params string[] more) => ToolRun.Of(null, ["evaluate", _folder[model], "csv", _folder.Write("e.csv", table), "--target", "label", "--task", "anomaly", "--group", "machine", .. more]);

    JsonElement Evaluate(string model, string table, params string[] more)
    {
        var run = EvaluateRun(model, table, [.. more, "--json"]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        return JsonDocument.Parse(run.Out).RootElement;
    }

    [Fact]
    public void The_rarer_of_two_names_is_what_is_not_normal()
    {
        var network = OnnxImporter.Import(_folder["m.onnx"]);
        Assert.Equal("fail", network.Positive);
        var score = Evaluate("m.onnx", Table(3));
        Assert.Equal(("fail", 48), (score.GetProperty("event").GetString(), score.GetProperty("positives").GetInt32()));
        Assert.InRange(score.GetProperty("recall").GetDouble(), 0.9, 1);
    }

    [Fact]
    public void Scales_and_threshold_do_not_change_with_the_labels_that_are_judged()
    {
        var rule = OnnxImporter.Import(_folder["m.onnx"]).Anomaly!;
        Assert.Equal(2, rule.Scales.Count);
        // The same samples with labels turned round, and with none that is normal.
        foreach (string table in (string[])[Table(3), Table(3, "fail", "ok"), Table(3, "fail", "fail")])
            Assert.Equal(rule.Threshold, Evaluate("m.onnx", table).GetProperty("threshold").GetDouble(), 1e-4);
        double Precision(string table) => Evaluate("m.onnx", table).GetProperty("precision").GetDouble();
        Assert.Equal(1, Precision(Table(3)) + Precision(Table(3, "fail", "ok")), 1e-9); // the same alarms
    }

    [Fact]
    public void An_artifact_is_judged_on_a_part_of_the_data_and_says_so()
    {
        string table = Table(6, "0", "1");
        var run = EvaluateRun("m.elstm", table);
        Assert.Contains("scales and threshold are from 123 normal windows of every second group, 3 of 6, which are not judged", run.Out);
        var score = Evaluate("m.elstm", table);
        Assert.Equal((171, 6), (score.GetProperty("windows").GetInt32(), score.GetProperty("faults").GetInt32()));
        Assert.InRange(score.GetProperty("recall").GetDouble(), 0.9, 1);
        // Labels of the part that is judged do not move the threshold.
        string turned = string.Join('\n', table.Split('\n').Select(row => row.StartsWith("m1,", StringComparison.Ordinal) ? row[..^1] + (row[^1] == '0' ? '1' : '0') : row));
        Assert.Equal(score.GetProperty("threshold").GetDouble(), Evaluate("m.elstm", turned).GetProperty("threshold").GetDouble());
        Assert.Contains("normal windows of the first half, which are not judged", EvaluateRun("m.elstm", Table(1, "0", "1")).Out);
    }

    [Fact]
    public void Normal_data_may_be_given()
    {
        _folder.Write("normal.csv", FaultTable.Of(2, Rows, (_, _) => "0"));
        var score = Evaluate("m.elstm", Table(3, "0", "1"), "--normal", _folder["normal.csv"]);
        Assert.Equal(171, score.GetProperty("windows").GetInt32());
        Assert.InRange(score.GetProperty("recall").GetDouble(), 0.9, 1);
        Assert.Contains("scales and threshold are from 114 normal windows of --normal", EvaluateRun("m.elstm", Table(3, "0", "1"), "--normal", _folder["normal.csv"]).Out);
        Assert.Contains("no normal window in --normal", EvaluateRun("m.elstm", Table(3, "0", "1"), "--normal", _folder.Write("bad.csv", FaultTable.Of(2, Rows, (_, _) => "1"))).Error);
    }

    [Fact]
    public void An_artifact_does_not_guess_which_name_is_not_normal()
    {
        Assert.StartsWith($"error {ErrorCatalogue.UnknownClass}: ", Assert.Single(EvaluateRun("m.elstm", Table(3)).ErrorLines));
        Assert.Equal("fail", Evaluate("m.elstm", Table(3), "--positive", "fail").GetProperty("event").GetString());
    }

    [Fact]
    public void Every_fault_of_a_group_counts()
    {
        var score = Evaluate("m.onnx", Table(3), "--threshold", "0");
        Assert.Equal((6, 6, 7.0), (score.GetProperty("faults").GetInt32(), score.GetProperty("warned").GetInt32(), score.GetProperty("leadTime").GetDouble())); // 5 and 9 samples before their ends
        Assert.Equal(6, Evaluate("m.onnx", Table(3), "--threshold", "0", "--stride", "22").GetProperty("faults").GetInt32()); // windows end in the first fault and then in the second
    }

    [Fact]
    public void Without_an_alarm_there_is_no_precision()
    {
        var score = Evaluate("m.onnx", Table(3), "--threshold", "1e6");
        Assert.Equal((JsonValueKind.Null, 0.0, JsonValueKind.Null), (score.GetProperty("precision").ValueKind, score.GetProperty("recall").GetDouble(), score.GetProperty("leadTime").ValueKind));
        Assert.Contains(EvaluateRun("m.onnx", Table(3), "--threshold", "1e6").Out.Split('\n'), line => line.StartsWith("precision ", StringComparison.Ordinal) && line.TrimEnd().EndsWith(" -", StringComparison.Ordinal));
    }
}
