using System.Text.Json;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Onnx;
using EdgeLstm.Quantize.Tests.Data;
using EdgeLstm.Quantize.Tests.Shared;
using Google.Protobuf;

namespace EdgeLstm.Tool.Tests.Commands;

/// <summary>Models that take one sample a call, through the command line: they are fed with streams.</summary>
public sealed class OneStepModelTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    static string Case(string kind, string name) => Path.Combine(TestFiles.Repository, "tests", "Golden", "cases", kind, $"{name}.onnx");

    static ToolRun Run(params string[] arguments) => ToolRun.Of(null, arguments);

    /// <summary>Writes a log of 300 samples, [300,3] or as many windows of one.</summary>
    string Log(bool asWindows)
    {
        var random = new Random(5);
        NpyFile.Write(_folder["log.npy"], asWindows ? [300, 1, 3] : [300, 3], [.. Enumerable.Range(0, 900).Select(_ => (float)(4 * random.NextDouble() - 2))]);
        return _folder["log.npy"];
    }

    JsonElement Quantize(string model, string data)
    {
        var run = Run("quantize", model, "-o", _folder["m.elstm"], "--calibrate", data, "--json");
        Assert.Equal((0, ""), (run.Code, run.Error));
        return JsonDocument.Parse(run.Out).RootElement;
    }

    /// <summary>The same graph with a free time axis.</summary>
    string Free(string model)
    {
        var proto = ModelProto.Parser.ParseFrom(File.ReadAllBytes(model));
        var axis = proto.Graph.Input[0].Type.TensorType.Shape.Dim[1];
        axis.DimValue = 0;
        File.WriteAllBytes(_folder["free.onnx"], proto.ToByteArray());
        return _folder["free.onnx"];
    }

    [Fact]
    public void Warm_up_is_measured_as_for_a_free_time_axis()
    {
        string model = Case("import", "step_export");
        int steps = Quantize(model, Log(asWindows: false)).GetProperty("warmUpSteps").GetInt32();
        Assert.InRange(steps, 2, 100);
        Assert.Equal(steps, Quantize(Free(model), _folder["log.npy"]).GetProperty("warmUpSteps").GetInt32());
    }

    [Fact]
    public void Windows_of_one_sample_are_one_stream()
    {
        string model = Case("import", "step_export");
        int steps = Quantize(model, Log(asWindows: false)).GetProperty("warmUpSteps").GetInt32();
        byte[] log = File.ReadAllBytes(_folder["m.elstm"]);
        var report = Quantize(model, Log(asWindows: true));
        Assert.Equal(steps, report.GetProperty("warmUpSteps").GetInt32());
        Assert.Equal(log, File.ReadAllBytes(_folder["m.elstm"]));
        Assert.Contains(report.GetProperty("notes").EnumerateArray(), note => note.GetString()!.Contains("300 windows of one sample each: read as one stream"));
        var verified = Run("verify", model, _folder["m.elstm"], "--data", _folder["log.npy"], "--json");
        Assert.Equal((0, ""), (verified.Code, verified.Error));
        Assert.Equal(300, JsonDocument.Parse(verified.Out).RootElement.GetProperty("windows")[0].GetProperty("compared").GetInt32());
    }

    [Fact]
    public void Verify_compares_the_stream_without_a_window_where_none_was_meant()
    {
        string model = Case("import", "state_gather");
        Quantize(model, Log(asWindows: false));
        var verified = Run("verify", model, _folder["m.elstm"], "--data", _folder["log.npy"], "--stream", "--json");
        Assert.Equal((0, ""), (verified.Code, verified.Error));
        var report = JsonDocument.Parse(verified.Out).RootElement;
        Assert.Equal(300, report.GetProperty("carried")[0].GetProperty("compared").GetInt32());
        Assert.InRange(report.GetProperty("carried")[0].GetProperty("rmse").GetDouble(), 0, 0.002);
        Assert.False(report.TryGetProperty("carriedToSliding", out _));
        Assert.Contains("carriedToSliding", Run("verify", model, _folder["m.elstm"], "--data", _folder["log.npy"], "--stream", "--window", "20", "--json").Out);
    }

    /// <summary>quantize ends with that command.</summary>
    [Fact]
    public void Verify_takes_what_rtneural_wrote()
    {
        NpyFile.Write(_folder["log.npy"], [50, 2], [.. Enumerable.Range(0, 100).Select(k => MathF.Sin(k))]);
        string model = Path.ChangeExtension(Case("import", "sd_sigmoid"), ".json");
        Quantize(model, _folder["log.npy"]);
        var verified = Run("verify", model, _folder["m.elstm"], "--data", _folder["log.npy"]);
        Assert.Equal((0, ""), (verified.Code, verified.Error));
    }

    [Fact]
    public void What_quantize_leaves_out_it_says()
    {
        var notes = Quantize(Case("import", "state_gather"), Log(asWindows: false)).GetProperty("notes").EnumerateArray().Select(note => note.GetString()!).ToList();
        Assert.Contains(notes, note => note.Contains("'stateN'") && note.Contains("no output of the model"));
        Assert.Contains(notes, note => note.Contains("one sample a call"));
    }

    /// <summary>
    /// Its state is no input: from call to call the graph forgets it, and a window of one sample would have nothing to count.
    /// </summary>
    [Fact]
    public void A_counter_that_was_exported_with_one_step_counts()
    {
        float[] up = [.. Enumerable.Repeat(1f, 20)], down = [.. Enumerable.Repeat(-1f, 21)];
        NpyFile.Write(_folder["log.npy"], [41, 1], [.. up, .. down]);
        var answers = new List<float[]>();
        foreach (string name in (string[])["count1", "countf"])
        {
            Assert.InRange(Quantize(Case("people", name), _folder["log.npy"]).GetProperty("warmUpSteps").GetInt32(), 20, 41);
            foreach (string model in (string[])[Case("people", name), _folder["m.elstm"]])
            {
                Assert.Equal(0, Run("run", model, "-i", _folder["log.npy"], "--stream", "-o", _folder["y.npy"]).Code);
                answers.Add(NpyFile.Read(_folder["y.npy"]).Values);
            }
        }

        Assert.Equal(2, answers[0][19], 0.02f);
        Assert.All(answers, values =>
        {
            Assert.Equal(answers[0].Length, values.Length);
            for (int t = 0; t < values.Length; t++)
                Assert.Equal(answers[0][t], values[t], 0.02f);
        });
    }
}
