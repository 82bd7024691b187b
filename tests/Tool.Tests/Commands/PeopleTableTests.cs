using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Tests.Data;
using EdgeLstm.Quantize.Tests.Shared;

namespace EdgeLstm.Tool.Tests.Commands;

/// <summary>Columns of text, several files and columns that no option names, through every command that reads tables.</summary>
public sealed class PeopleTableTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    static string Done(params string[] args)
    {
        var run = ToolRun.Of(null, args);
        Assert.Equal((0, ""), (run.Code, run.Error));
        return run.Out;
    }

    static string Plain => Path.Combine(TestFiles.Repository, "tests", "Golden", "cases", "people", "plain.csv");

    [Fact]
    public void A_model_with_inputs_of_text_reads_the_same_table_in_every_command()
    {
        string trained = Done("train", "csv", Plain, "--target", "Restlaufzeit [h]", "--group", "Pumpe", "--time", "Zeitstempel",
            "--window", "24", "--hidden", "4", "--epochs", "1", "-o", _folder["p.onnx"]);
        Assert.Contains("'Ausfall' is text: 0 and 1 in alphabetical order, as input 'Ausfall=ja|nein'", trained);
        Done("quantize", _folder["p.onnx"], "-o", _folder["p.elstm"], "--calibrate", Plain);
        Done("verify", _folder["p.onnx"], _folder["p.elstm"], "--data", Plain);
        Done("gates", _folder["p.elstm"], "--data", Plain);
        Done("evaluate", _folder["p.elstm"], "csv", Plain, "--target", "Restlaufzeit [h]", "--group", "Pumpe", "--time", "Zeitstempel");
        Done("codegen", _folder["p.elstm"], "-o", _folder["code"]);
        Assert.Contains("AusfallJaNein", string.Concat(Directory.GetFiles(_folder["code"]).Select(File.ReadAllText)));

        // As numbers, under the input's own name, the table is the same.
        Done("run", _folder["p.elstm"], "-i", Plain, "-o", _folder["text.npy"]);
        string coded = _folder.Write("coded.csv", File.ReadAllText(Plain).Replace(",Ausfall", ",Ausfall=ja|nein", StringComparison.Ordinal)
            .Replace(",nein", ",1", StringComparison.Ordinal).Replace(",ja", ",0", StringComparison.Ordinal));
        Done("run", _folder["p.elstm"], "-i", coded, "-o", _folder["coded.npy"]);
        Assert.Equal(NpyFile.Read(_folder["text.npy"]).Values, NpyFile.Read(_folder["coded.npy"]).Values);

        string strange = _folder.Write("strange.csv", File.ReadAllText(Plain).Replace(",ja", ",vielleicht", StringComparison.Ordinal));
        foreach (string[] command in (string[][])[["run", _folder["p.elstm"], "-i", strange, "-o", _folder["y.npy"]],
            ["quantize", _folder["p.onnx"], "-o", _folder["q.elstm"], "--calibrate", strange]])
            Assert.Contains("'vielleicht' on line ", Assert.Single(ToolRun.Of(null, command).ErrorLines));
    }

    [Fact]
    public void A_table_in_several_files_makes_the_model_of_the_whole()
    {
        string[] lines = File.ReadAllLines(Plain);
        _folder.Write("2.log.csv", string.Join('\n', lines.Where((_, line) => line == 0 || line % 200 is > 90 or 0)));
        _folder.Write("1.log.csv", string.Join('\n', lines.Where((_, line) => line == 0 || line % 200 is > 0 and <= 90)));
        string[] made = [.. new[] { Plain, _folder["*.log.csv"] }.Select(table =>
        {
            Done("train", "csv", table, "--target", "Restlaufzeit [h]", "--group", "Pumpe", "--time", "Zeitstempel", "--exclude", "Ausfall",
                "--window", "24", "--hidden", "4", "--epochs", "1", "-o", _folder["p.onnx"]);
            Done("quantize", _folder["p.onnx"], "-o", _folder["p.elstm"], "--calibrate", table);
            return string.Join('\n', File.ReadAllLines(_folder["p.elstm"]).Where(line =>
                !line.StartsWith("source", StringComparison.Ordinal) && !line.StartsWith("hash", StringComparison.Ordinal)));
        })];
        Assert.Equal(made[0], made[1]);
        string log = Done("run", _folder["p.elstm"], "-i", _folder["1.log.csv"], _folder["2.log.csv"], "-o", _folder["y.csv"]);
        Assert.Contains("6 groups by 'Pumpe'", log);
    }

    [Fact]
    public void A_schema_to_fill_in_has_the_models_names_and_no_other_verb_advises_units()
    {
        Done("train", "csv", Plain, "--target", "Restlaufzeit [h]", "--group", "Pumpe", "--time", "Zeitstempel", "--exclude", "Ausfall",
            "--window", "24", "--hidden", "4", "--epochs", "1", "-o", _folder["p.onnx"]);
        Done("inspect", _folder["p.onnx"], "--schema-template", _folder["schema.csv"]);
        Assert.Contains("input,Vibration x,mm/s,0,1\n", File.ReadAllText(_folder["schema.csv"]));
        string other = _folder.Write("other.csv", "a,b\n1,2\n");
        Assert.DoesNotContain("--units", ToolRun.Of(null, "run", _folder["p.onnx"], "-i", other, "-o", _folder["y.npy"]).Error);
        Assert.DoesNotContain("--units", ToolRun.Of(null, "gates", _folder["p.onnx"], "--data", other).Error);
        string[] quantize = ["quantize", _folder["p.onnx"], "-o", _folder["q.elstm"], "--calibrate", other];
        Assert.Contains("--units user", ToolRun.Of(null, quantize).Error);
    }
}
