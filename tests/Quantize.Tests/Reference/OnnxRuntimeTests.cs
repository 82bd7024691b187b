using System.Text.Json;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Import.Onnx;
using EdgeLstm.Quantize.Reference;
using EdgeLstm.Quantize.Reference.OnnxRuntime;
using EdgeLstm.Quantize.Tests.Data;
using EdgeLstm.Quantize.Tests.Shared;
using EdgeLstm.Tool.Commands;
using EdgeLstm.Tool.Tests.Commands;

namespace EdgeLstm.Quantize.Tests.Reference;

/// <summary>Every ONNX model here that loads, in ONNX Runtime on this machine, against the float runner.</summary>
public class OnnxRuntimeTests
{
    static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "onnxruntime");

    static readonly OnnxRuntimeLibrary Library = OnnxRuntimeLibrary.Load(Folder);

    static readonly string Golden = Path.Combine(TestFiles.Repository, "tests", "Golden");

    public static TheoryData<string> Goldens { get; } = [.. Models(Golden)];

    public static TheoryData<string> Data { get; } = [.. Models(TestFiles.SharedData)];

    public static TheoryData<string> Cases { get; } = [.. Models(TestFiles.SharedFolder("cases"))];

    [Theory]
    [MemberData(nameof(Goldens))]
    public void Every_golden_is_what_ONNX_Runtime_computes(string model) => Check(Path.Combine(Golden, model));

    [SharedTheory]
    [MemberData(nameof(Data))]
    public void Every_model_of_others_is_what_ONNX_Runtime_computes(string model) => Check(TestFiles.Shared(model));

    [SharedTheory]
    [MemberData(nameof(Cases))]
    public void Every_case_is_what_ONNX_Runtime_computes(string model) => Check(Path.Combine(TestFiles.SharedFolder("cases")!, model));

    [Fact]
    public void Its_version_is_the_packages() => Assert.StartsWith("1.31.1", Library.Version);

    /// <summary>
    /// By a part of their path, files that ONNX Runtime has no operator for, that are a piece of a stream which begins anew with each call,
    /// or that it takes in the number of windows alone that they were traced with.
    /// </summary>
    static readonly (string Path, string Why)[] Refused =
    [
        ("/family/edge-", "is not a registered function/op"), ("/double/", "LSTM operator does not support double yet"),
        ("/people/count1.", "24 samples for a graph that takes 1 a call"),
        ("/packed-sorted-exported-with-batch-3.", "must have shape {1,1,5}. Actual:{1,3,5}"),
    ];

    static void Check(string path)
    {
        string text = path.Replace('\\', '/');
        if (Array.Find(Refused, refused => text.Contains(refused.Path, StringComparison.Ordinal)) is not { Why: { } why })
        {
            Compare(path);
            return;
        }

        var refusal = Assert.Throws<ModelException>(() => Compare(path));
        Assert.Equal(ErrorCatalogue.OtherRuntime, refusal.Id);
        Assert.Contains(why, refusal.Message);
    }

    static void Compare(string path)
    {
        var network = OnnxImporter.Import(path);
        using var theirs = new OnnxRuntimePredictor(Library, path, network);
        var ours = new FloatPredictor(network);
        var random = new Random(11);
        // Longer than any golden's convolutions and poolings see; a graph of one sample a call gets a stream.
        int steps = network.Window ?? 24, features = network.Inputs.Count;
        float[] expected = new float[ours.OutputSteps(steps) * network.Outputs.Count], actual = [.. expected];
        for (int n = 0; n < 3; n++)
        {
            float[] window = [.. Enumerable.Range(0, steps * features).Select(i => network.Inputs[i % features].Mean
                + network.Inputs[i % features].Scale * (float)(2 * random.NextDouble() - 1))];
            foreach (var state in ours.States)
            {
                float[] values = [.. Enumerable.Range(0, state.Rows * state.Width).Select(_ => (float)random.NextDouble() - 0.5f)];
                ours.SetInitialState(state.Name, values);
                theirs.SetInitialState(state.Name, values);
            }

            ours.Predict(window, actual);
            theirs.Predict(window, expected);
            Assert.All(expected[^network.Outputs.Count..], value => Assert.False(float.IsNaN(value)));
            for (int i = 0; i < expected.Length; i++)
                if (!float.IsNaN(expected[i])) // an output of one step, in the rows of others
                    Assert.Equal(expected[i], actual[i], 1e-5f * Math.Max(1, Math.Abs(expected[i])));
        }
    }

    static IEnumerable<string> Models(string? folder) => folder is null ? [] :
        Directory.GetFiles(folder, "*.onnx", SearchOption.AllDirectories).Where(path => OnnxImporter.Inspect(path).Network is not null)
            .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/')).Order(StringComparer.Ordinal);

    [Fact]
    public void Verify_compares_both_models_with_it()
    {
        using var folder = new TemporaryFolder();
        string model = Path.Combine(Golden, "torch", "two-outputs", "model.onnx"), samples = folder["x.npy"], artifact = folder["m.elstm"];
        int features = OnnxImporter.Import(model).Inputs.Count;
        var random = new Random(3);
        NpyFile.Write(samples, [6, 8, features], [.. Enumerable.Range(0, 48 * features).Select(_ => (float)(2 * random.NextDouble() - 1))]);
        Assert.Equal("", ToolRun.Of(null, "quantize", model, "--calibrate", samples, "-o", artifact).Error);
        var run = ToolRun.Of(null, "verify", model, artifact, "--data", samples, "--against", $"onnxruntime={Folder}", "--json");
        Assert.Equal((0, ""), (run.Code, run.Error));
        using var json = JsonDocument.Parse(run.Out);
        Assert.All(json.RootElement.GetProperty("floatToOther").EnumerateArray(), output =>
        {
            Assert.Equal(6, output.GetProperty("compared").GetInt32());
            Assert.InRange(output.GetProperty("max").GetDouble(), 0, 1e-5);
        });
        double worst = json.RootElement.GetProperty("quantizedToOther").EnumerateArray()
            .Max(output => output.GetProperty("max").GetDouble());
        Assert.InRange(worst, 1e-7, 0.05);
        Assert.Contains("ONNX Runtime 1.31.1 was given each window as [1,8,", run.Out);
    }

    [Fact]
    public void Where_it_is_missing_the_error_says_how_to_get_it()
    {
        using var folder = new TemporaryFolder();
        string model = Path.Combine(Golden, "torch", "two-outputs", "model.onnx"), keras = Path.Combine(Golden, "keras", "backwards.h5");
        File.WriteAllText(folder["m.elstm"], "edgelstm 2\n");
        var tools = new CommandServices { Open = _ => new FloatPredictor(OnnxImporter.Import(model)) };
        string[] rest = [folder["m.elstm"], "--data", "x.npy", "--against"];
        foreach (string against in (string[])["onnxruntime", $"onnxruntime={folder[""]}"])
        {
            string line = Assert.Single(ToolRun.Of(tools, ["verify", model, .. rest, against]).ErrorLines);
            Assert.StartsWith($"error {ErrorCatalogue.OtherRuntime}: found no Microsoft.ML.OnnxRuntime.dll in ", line);
            Assert.Contains("dotnet add ort package Microsoft.ML.OnnxRuntime", line);
        }

        File.Copy(Path.Combine(Folder, "Microsoft.ML.OnnxRuntime.dll"), folder["Microsoft.ML.OnnxRuntime.dll"]);
        Assert.Contains("without the shared library", ToolRun.Of(tools, ["verify", model, .. rest, $"onnxruntime={folder[""]}"]).Error);
        Assert.StartsWith($"error {ErrorCatalogue.UnknownModelKind}: {keras}: found Keras",
            ToolRun.Of(tools, ["verify", keras, .. rest, $"onnxruntime={Folder}"]).Error);
        Assert.Equal(ExitCode.Usage, ToolRun.Of(tools, ["verify", model, .. rest, "tensorrt"]).Code);
    }
}
