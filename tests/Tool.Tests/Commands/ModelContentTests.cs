using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Import;
using EdgeLstm.Quantize.Tests.Data;
using EdgeLstm.Quantize.Tests.Import;
using EdgeLstm.Quantize.Tests.Shared;
using EdgeLstm.Tool.Commands;

namespace EdgeLstm.Tool.Tests.Commands;

/// <summary>The verbs take models under any name, and say what else a file is.</summary>
public sealed class ModelContentTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    static string Golden => GoldenModels.ModelPath("opset13-last");

    static string Json => Path.Combine(TestFiles.Repository, "tests", "Golden", "cases", "import", "sd_RNN.json");

    [Fact]
    [Trait("Category", "Slow")]
    public void Every_verb_that_takes_a_model_takes_it_under_any_name()
    {
        string model = _folder["model.bin"], artifact = _folder["model"], samples = Samples();
        File.Copy(Golden, model);
        Succeeds("quantize", model, "--calibrate", samples, "-o", _folder["m.elstm"]);
        File.Move(_folder["m.elstm"], artifact);
        Succeeds("verify", model, artifact, "--data", samples);
        Succeeds("gates", model, artifact, "--data", samples);
        Succeeds("codegen", artifact, "-o", _folder["code"]);
        Succeeds("bench", artifact, "--seconds", "0.1");
        foreach (string path in (string[])[model, artifact])
        {
            Succeeds("inspect", path);
            Succeeds("run", path, "-i", samples, "-o", _folder["y.npy"]);
        }
    }

    [Fact]
    public void An_ending_that_says_another_format_does_not_mislead()
    {
        File.Copy(Golden, _folder["model.json"]);
        File.Copy(Json, _folder["m.elstm"]);
        string expected = Succeeds("inspect", Golden, "--json").Replace("model.onnx", "model.json");
        Assert.Equal(expected, Succeeds("inspect", _folder["model.json"], "--json"));
        Assert.Contains("rnn_l0", Succeeds("inspect", _folder["m.elstm"]));
    }

    [Fact]
    public void Verify_says_which_of_its_two_models_is_in_the_others_place()
    {
        string artifact = _folder["m.elstm"], samples = Samples();
        Succeeds("quantize", Golden, "--calibrate", samples, "-o", artifact);
        Assert.Contains("found an artifact, expected a float model; give", Refused("verify", artifact, Golden, "--data", samples));
        Assert.Contains("found a float model, expected an artifact; give", Refused("verify", Golden, Golden, "--data", samples));
    }

    [Fact]
    public void A_file_that_is_no_model_is_refused_by_every_verb()
    {
        string other = _folder.Write("pump.onnx", "a,b\n1,2\n"), samples = Samples();
        string[][] commands =
        [
            ["inspect", other], ["bench", other], ["codegen", other, "-o", _folder["code"]],
            ["run", other, "-i", samples, "-o", _folder["y.npy"]],
            ["quantize", other, "--calibrate", samples, "-o", _folder["m.elstm"]],
            ["compress", other, "--data", samples, "--budget", "1%", "-o", _folder["m.elstm"]],
            ["verify", other, other, "--data", samples], ["gates", other, "--data", samples],
            ["evaluate", other, "csv", other, "--target", "b"],
        ];
        Assert.All(commands, command => Assert.Contains("pump.onnx: found a table of 2 columns: a, b (.csv), expected ", Refused(command)));
    }

    [Fact]
    public void Evaluate_asks_for_the_window_of_a_model_that_has_none()
    {
        var rows = Enumerable.Range(0, 20).Select(row => $"{row % 3},{row % 5},{row % 2}\n");
        string table = _folder.Write("t.csv", "x_0,x_1,b\n" + string.Concat(rows));
        var run = ToolRun.Of(null, "evaluate", Json, "csv", table, "--target", "b");
        string line = Assert.Single(run.ErrorLines);
        Assert.StartsWith($"error {ErrorCatalogue.DataShape}: ", line);
        Assert.Contains("give --window", line);
    }

    [Fact]
    public void Help_names_the_formats_of_the_importers()
    {
        foreach (string verb in (string[])["inspect", "run", "quantize", "compress", "verify", "bench", "gates", "evaluate"])
        {
            string[] words = ToolRun.Of(null, verb, "--help").Out.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            Assert.All(ModelImporters.All, importer => Assert.Contains(importer.Format, string.Join(' ', words), StringComparison.Ordinal));
        }
    }

    static string Succeeds(params string[] command)
    {
        var run = ToolRun.Of(null, command);
        Assert.True(run.Code == ExitCode.Success, $"{string.Join(' ', command)}: {run.Error}");
        return run.Out;
    }

    static string Refused(params string[] command)
    {
        var run = ToolRun.Of(null, command);
        Assert.Equal(ExitCode.Failure, run.Code);
        string line = Assert.Single(run.ErrorLines);
        Assert.StartsWith($"error {ErrorCatalogue.UnknownModelKind}: ", line);
        return line;
    }

    string Samples()
    {
        int features = ModelImporters.All[0].Import(Golden).Inputs.Count;
        var random = new Random(5);
        NpyFile.Write(_folder["x.npy"], [8, 8, features], [.. Enumerable.Range(0, 64 * features).Select(_ => (float)random.NextDouble())]);
        return _folder["x.npy"];
    }
}
