using System.Globalization;
using System.Text;
using System.Text.Json;
using EdgeLstm.Generator.Model;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Reference;
using EdgeLstm.Quantize.Tests.Data;
using EdgeLstm.Quantize.Tests.Family;

namespace EdgeLstm.Tool.Tests.Commands;

/// <summary>From a table to generated code, for gates that ONNX's own operators cannot say.</summary>
public sealed class TrainedGatesTests : IDisposable
{
    const int Window = 12, Features = 2;

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("lstm", "hard", "int8x16")]
    [InlineData("lstm", "hard", "int8")]
    [InlineData("lstm", "three", "int8x16")]
    [InlineData("lstm", "three", "int8")]
    [InlineData("peephole", "hard", "int8x16")]
    [InlineData("coupled", "three", "int8x16")]
    [InlineData("gru", "hard", "int8x16")]
    [InlineData("gru", "three", "int8")]
    [InlineData("gru-before", "hard", "int8x16")]
    [InlineData("lstm", "hard", "int8x16", true)]
    [InlineData("gru", "three", "int8", true)]
    [InlineData("fgr", "soft", "int8x16", true)]
    public void A_model_trained_with_such_gates_quantizes_verifies_and_generates_the_same_bits(string cell, string gates, string scheme, bool bidirectional = false)
    {
        string file = _folder.Write("pump.csv", Machines());
        Json(["train", "csv", file, "--target", "rul", "--group", "machine", "--window", $"{Window}", "--cell", cell, "--gates", gates, "--hidden", "20", "--batch", "64", "--epochs", "12", "--learning-rate", "0.02",
            "-o", _folder["m.onnx"], .. bidirectional ? new[] { "--bidirectional" } : []]);
        string windows = bidirectional ? Windows(file) : file;
        Json("quantize", _folder["m.onnx"], "-o", _folder["m.elstm"], "--calibrate", windows, "--scheme", scheme);
        var error = Json("verify", _folder["m.onnx"], _folder["m.elstm"], "--data", windows).GetProperty("windows")[0];
        Assert.InRange(error.GetProperty("rmse").GetDouble(), 0, 4); // of lives from 0 to 47; a gate that flips is worth some

        double Rmse(string model) => Json("evaluate", _folder[model], "csv", file, "--target", "rul", "--group", "machine").GetProperty("rmse").GetDouble();
        double trained = Rmse("m.onnx");
        Assert.InRange(trained, 0, 11);
        Assert.InRange(Rmse("m.elstm"), 0, trained + 1.5);

        var model = ArtifactReader.Read(File.ReadAllText(_folder["m.elstm"]));
        float[] samples = Samples(file);
        if (bidirectional)
        {
            SameWindows(model, samples);
            return;
        }

        int steps = samples.Length / Features;
        float[] streamed = new float[steps], step = new float[1];
        new GeneratedClass(model).Stream(samples, streamed);
        var runner = new IntegerRunner(model);
        for (int t = 0; t < steps; t++)
        {
            runner.Step(samples.AsSpan(t * Features, Features), step);
            Assert.Equal(step[0], streamed[t]);
        }
    }

    static float[] Samples(string file) => [.. File.ReadLines(file).Skip(1).SelectMany(row => row.Split(',')[1..(1 + Features)]).Select(text => float.Parse(text, CultureInfo.InvariantCulture))];

    /// <summary>What reads ahead takes windows of its own length.</summary>
    string Windows(string file)
    {
        float[] samples = Samples(file);
        int count = samples.Length / (Window * Features);
        NpyFile.Write(_folder["x.npy"], [count, Window, Features], samples[..(count * Window * Features)]);
        return _folder["x.npy"];
    }

    static void SameWindows(ModelArtifact model, float[] samples)
    {
        var (generated, runner) = (new GeneratedClass(model), new IntegerRunner(model));
        float[] expected = new float[1], found = new float[1];
        foreach (float[] window in samples.Chunk(Window * Features).Where(window => window.Length == Window * Features))
        {
            runner.Predict(window, expected);
            generated.Predict(window, Window, new Dictionary<string, float[]>(), found);
            Assert.Equal(expected, found);
        }
    }

    static JsonElement Json(params string[] args)
    {
        var run = ToolRun.Of(null, [.. args, "--json"]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        return JsonDocument.Parse(run.Out).RootElement;
    }

    static string Machines()
    {
        var random = new Random(8);
        var text = new StringBuilder("machine,temperature,load,rul\n");
        for (int m = 0; m < 10; m++)
            for (int hour = 0; hour < 48; hour++)
            {
                double load = random.NextDouble();
                text.Append(CultureInfo.InvariantCulture, $"m{m},{40 + 30 * Math.Pow(hour / 48.0, 2) + 4 * load + random.NextDouble():F3},{load:F3},{47 - hour}\n");
            }

        return text.ToString();
    }
}
