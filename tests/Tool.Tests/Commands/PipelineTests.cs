using System.Text.Json;
using EdgeLstm.Generator.Emit;
using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Evaluation;
using EdgeLstm.Quantize.Tests.Data;
using EdgeLstm.Quantize.Tests.Import;
using EdgeLstm.Quantize.Tests.Passes;
using EdgeLstm.Quantize.Tests.Shared;
using EdgeLstm.Tool.Commands;
using Google.Protobuf;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace EdgeLstm.Tool.Tests.Commands;

/// <summary>The whole tool in this process, from a PyTorch model to compiled code.</summary>
public class PipelineTests : IDisposable
{
    const int Features = 3, Steps = 25, Windows = 8;

    readonly TemporaryFolder _folder = new();

    public PipelineTests() => NpyFile.Write(Samples, [Windows, Steps, Features], RandomNetwork.Data(new Random(61), Windows, Steps, Features).Values);

    static string Model => GoldenModels.ModelPath("stacked-dropout");

    string Samples => _folder["windows.npy"];

    string Artifact => _folder["pump.elstm"];

    public void Dispose() => _folder.Dispose();

    static JsonElement Json(params string[] args)
    {
        var run = ToolRun.Of(null, [.. args, "--json"]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        return JsonDocument.Parse(run.Out).RootElement;
    }

    static void Fails(string id, params string[] args)
    {
        var run = ToolRun.Of(null, args);
        Assert.Equal(ExitCode.Failure, run.Code);
        Assert.StartsWith($"error {id}: ", Assert.Single(run.ErrorLines));
    }

    JsonElement Quantize(string scheme = "int8x16") => Json("quantize", Model, "-o", Artifact, "--calibrate", Samples, "--scheme", scheme);

    [Theory]
    [InlineData("int8", 0.05)]
    [InlineData("int8x16", 0.01)]
    [InlineData("float32", 1e-5)]
    public void Quantize_writes_an_artifact_and_says_how_good_it_is(string scheme, double limit)
    {
        var report = Quantize(scheme);
        var model = ArtifactReader.Read(File.ReadAllText(Artifact));
        Assert.Equal(scheme, report.GetProperty("scheme").GetString());
        Assert.Equal(model.WeightBytes, report.GetProperty("weightBytes").GetInt32());
        Assert.Equal(Windows * Steps, report.GetProperty("calibrationSteps").GetInt32());
        Assert.All(report.GetProperty("outputs").EnumerateArray(), output => Assert.InRange(output.GetProperty("rmse").GetDouble(), 0, limit));
        Assert.Equal(scheme != "float32", report.GetProperty("layers").EnumerateArray().Any(row => row.GetProperty("what").GetString() == "forget gate"));
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(Model))), model.Provenance.SourceSha256);
        Assert.Matches(@"^\d+\.\d+\.\d+$", model.Provenance.ToolVersion); // no commit: the same model makes the same file with every build
    }

    [Fact]
    public void Quantize_without_a_scheme_takes_int8x16_and_repeats_itself_byte_for_byte()
    {
        Assert.Equal("int8x16", Json("quantize", Model, "-o", Artifact, "--calibrate", Samples).GetProperty("scheme").GetString());
        byte[] first = File.ReadAllBytes(Artifact);
        Quantize();
        Assert.Equal(first, File.ReadAllBytes(Artifact));
    }

    [Fact]
    public void Quantize_with_a_schema_takes_and_gives_the_users_units()
    {
        Quantize();
        string schema = _folder.Write("schema.csv", "kind,name,unit,mean,scale\ninput,speed,rpm,1000,200\ninput,heat,K,300,10\ninput,load,,0,1\noutput,life,h,50,100\noutput,fault,%,0,1\n");
        Json("quantize", Model, "-o", _folder["units.elstm"], "--calibrate", Samples, "--schema", schema);
        var model = ArtifactReader.Read(File.ReadAllText(_folder["units.elstm"]));
        Assert.Equal(["speed", "heat", "load"], model.Inputs.Select(i => i.Name));
        Assert.Equal(("K", "h"), (model.Inputs[1].Unit, model.Outputs[0].Unit));
        var row = Json("verify", Model, _folder["units.elstm"], "--data", Samples).GetProperty("windows")[0];
        Assert.InRange(row.GetProperty("max").GetDouble(), 0, 1.0); // of a scale of 100 hours
    }

    [Fact]
    public void Calibration_data_that_cannot_serve_are_refused_and_nothing_is_written()
    {
        NpyFile.Write(_folder["one.npy"], [1, Features], new float[Features]);
        Fails(ErrorCatalogue.CalibrationTooSmall, "quantize", Model, "-o", Artifact, "--calibrate", _folder["one.npy"]);
        NpyFile.Write(_folder["other.npy"], [10, Features + 1], new float[10 * (Features + 1)]);
        Fails(ErrorCatalogue.DataShape, "quantize", Model, "-o", Artifact, "--calibrate", _folder["other.npy"]);
        Fails(ErrorCatalogue.FileMissing, "quantize", Model, "-o", Artifact, "--calibrate", _folder["none.npy"]);
        Fails(ErrorCatalogue.CannotWrite, "quantize", Model, "-o", _folder["windows.npy/pump.elstm"], "--calibrate", Samples);
        Assert.False(File.Exists(Artifact));
    }

    [Fact]
    public void Run_gives_the_artifacts_outputs_and_its_stream_ends_where_the_window_does()
    {
        Quantize();
        Json("run", Artifact, "-i", Samples, "-o", _folder["last.npy"]);
        Json("run", Artifact, "-i", Samples, "-o", _folder["stream.npy"], "--stream");
        var (last, stream) = (NpyFile.Read(_folder["last.npy"]), NpyFile.Read(_folder["stream.npy"]));
        Assert.Equal([Windows, 2], last.Shape);
        Assert.Equal([Windows, Steps, 2], stream.Shape);
        var data = Dataset.Load(Samples, Features, []);
        for (int n = 0; n < Windows; n++)
        {
            Assert.Equal(last.Values[(2 * n)..(2 * n + 2)], stream.Values[(2 * (n + 1) * Steps - 2)..(2 * (n + 1) * Steps)]);
            Assert.Equal(Quantized.Run(ArtifactReader.Read(File.ReadAllText(Artifact)), data.Window(n)), stream.Values[(2 * n * Steps)..(2 * (n + 1) * Steps)]);
        }
    }

    [Fact]
    public void Verify_finds_small_errors_in_a_models_own_artifact()
    {
        Quantize();
        var report = Json("verify", Model, Artifact, "--data", Samples);
        Assert.All(report.GetProperty("windows").EnumerateArray(), row => Assert.InRange(row.GetProperty("max").GetDouble(), 1e-8, 0.02));
        Assert.Equal(0, report.GetProperty("saturatedInputs").GetInt32());
        string[] notes = [.. report.GetProperty("notes").EnumerateArray().Select(note => note.GetString()!)];
        Assert.Equal(2, notes.Length);
        Assert.StartsWith("as a stream of ", notes[0]);
        Assert.StartsWith($"next: 'edgelstm new app {Artifact} -o ", notes[1]);
        var stream = Json("verify", Model, Artifact, "--data", Samples, "--stream", "--window", "10");
        Assert.InRange(stream.GetProperty("carried")[0].GetProperty("max").GetDouble(), 1e-8, 0.02);
    }

    [Fact]
    public void Verify_refuses_an_artifact_of_another_shape_and_names_one_of_another_file()
    {
        string other = GoldenModels.ModelPath("opset13-last");
        var (input, outputs) = (GoldenModels.Windows("opset13-last").Input, GoldenModels.Windows("opset13-last").Output[0].Length);
        Assert.NotEqual(2, outputs);
        NpyFile.Write(_folder["other.npy"], [input.Length, input[0].Length / Features, Features], [.. input.SelectMany(w => w)]);
        Json("quantize", other, "-o", _folder["other.elstm"], "--calibrate", _folder["other.npy"]);
        Fails(ErrorCatalogue.ModelsDiffer, "verify", Model, _folder["other.elstm"], "--data", Samples);

        Quantize();
        var exported = EditedModel.Load("stacked-dropout");
        exported.Graph.Name += " again";
        File.WriteAllBytes(_folder["again.onnx"], exported.ToByteArray());
        Assert.Contains("from another file", Json("verify", _folder["again.onnx"], Artifact, "--data", Samples).GetProperty("notes").EnumerateArray().Last().GetString());
    }

    [Theory]
    [InlineData("int8")]
    [InlineData("int8x16")]
    [InlineData("float32")]
    public void Codegen_writes_what_the_generator_emits_and_it_compiles(string scheme)
    {
        Quantize(scheme);
        var report = Json("codegen", Artifact, "-o", _folder["generated"], "--namespace", "Plant.Pumps", "--class", "Pump");
        var (model, target) = (ArtifactReader.Read(File.ReadAllText(Artifact)), new ClassTarget("Plant.Pumps", "Pump"));
        string code = File.ReadAllText(report.GetProperty("class").GetString()!), weights = File.ReadAllText(report.GetProperty("weights").GetString()!);
        Assert.Equal(ModelEmitter.EmitClass(model, target), code);
        Assert.Equal(ModelEmitter.EmitWeights(model, target), weights);
        Assert.Equal(["Pump.Weights.g.cs", "Pump.g.cs"], Directory.GetFiles(_folder["generated"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Compiles(code, weights, "namespace Plant.Pumps { public sealed partial class Pump; }");
    }

    static void Compiles(params string[] sources)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create("Plant", sources.Select(text => CSharpSyntaxTree.ParseText(text)), references, new(OutputKind.DynamicallyLinkedLibrary));
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning));
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("lstm_model-v2.1", "LstmModelV21")]
    [InlineData("step", "ModelStep")]
    [InlineData("3 pumps", "Model3Pumps")]
    [InlineData("../../etc", "Etc")]
    [InlineData("\"\n", "Model")]
    public void Codegen_names_the_class_after_any_model(string name, string expected)
    {
        Quantize();
        var model = ArtifactReader.Read(File.ReadAllText(Artifact)) with { Name = name };
        File.WriteAllText(Artifact, EdgeLstm.Generator.Model.ArtifactWriter.Write(model));
        Json("codegen", Artifact, "-o", _folder["generated"]);
        Assert.True(File.Exists(Path.Combine(_folder["generated"], expected + ".g.cs")), string.Join(' ', Directory.GetFiles(_folder["generated"])));
        Compiles(File.ReadAllText(Path.Combine(_folder["generated"], expected + ".g.cs")), File.ReadAllText(Path.Combine(_folder["generated"], expected + ".Weights.g.cs")));
    }

    [Theory]
    [InlineData("--class", "../escape")]
    [InlineData("--class", "class")]
    [InlineData("--class", "Step")]
    [InlineData("--class", "A.B")]
    [InlineData("--namespace", "A..B")]
    [InlineData("--namespace", "A { }")]
    public void Codegen_takes_no_name_that_CSharp_does_not(string option, string name)
    {
        var run = ToolRun.Of(null, "codegen", Artifact, "-o", _folder["generated"], option, name);
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains($"'{name}'", Assert.Single(run.ErrorLines));
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("elstm")]
    [InlineData("onnx")]
    public void Bench_allocates_nothing_and_names_the_kernel(string kind)
    {
        if (kind == "elstm")
            Quantize();
        var report = Json("bench", kind == "elstm" ? Artifact : Model, "--seconds", "0.05");
        Assert.Equal(0, report.GetProperty("bytesAllocated").GetInt64());
        Assert.Equal(EdgeLstm.Kernels.KernelChoice.Current.ToString(), report.GetProperty("kernel").GetString());
        Assert.Equal(kind == "elstm" ? "int8x16" : "float32", report.GetProperty("scheme").GetString());
        Assert.True(report.GetProperty("medianNs").GetDouble() > 0);
        Assert.Equal(0, report.GetProperty("slidingWindowBytesAllocated").GetInt64());
        Assert.True(report.GetProperty("slidingWindowSamples").GetInt32() > 1);
        Assert.True(report.GetProperty("slidingWindowNs").GetDouble() > 0);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Bench_times_windows_of_a_model_that_needs_them()
    {
        var report = Json("bench", Path.Combine(TestFiles.Repository, "tests", "Golden", "window", "window.onnx"), "--seconds", "0.05");
        Assert.Equal(40, report.GetProperty("samplesPerRun").GetInt32());
        Assert.Equal(40, report.GetProperty("slidingWindowSamples").GetInt32());
        Assert.Equal(0, report.GetProperty("bytesAllocated").GetInt64());
        Assert.Equal(0, report.GetProperty("slidingWindowBytesAllocated").GetInt64());
        Assert.True(report.GetProperty("medianNs").GetDouble() > 0);
    }

    [Fact]
    public void Inspect_shows_an_artifacts_layers_ranges_size_and_provenance()
    {
        Quantize();
        var model = ArtifactReader.Read(File.ReadAllText(Artifact));
        var report = Json("inspect", Artifact);
        Assert.Equal("int8x16", report.GetProperty("scheme").GetString());
        Assert.Equal("model.onnx", report.GetProperty("source").GetString());
        Assert.Equal(model.Sha256, report.GetProperty("sha256").GetString());
        Assert.Equal(model.WeightBytes, report.GetProperty("weightBytes").GetInt32());
        Assert.Equal(model.Layers.Select(l => l.Name), report.GetProperty("layers").EnumerateArray().Select(l => l.GetProperty("layer").GetString()));
        var input = report.GetProperty("inputs")[0];
        Assert.InRange(input.GetProperty("highest").GetDouble() - input.GetProperty("lowest").GetDouble(), 4.0, 4.8); // twice the calibrated waves
        Assert.Contains(" % of ", ToolRun.Of(null, "inspect", Artifact).Out);
    }

    [Fact]
    public void Inspect_lists_all_refusals_of_a_file_and_fails_with_the_first()
    {
        var model = EditedModel.Load("stacked-dropout");
        model.Node("LSTM").Set("zoneout", 1f);
        model.Node("Relu").OpType = "Mish";
        File.WriteAllBytes(_folder["refused.onnx"], model.ToByteArray());
        var run = ToolRun.Of(null, "inspect", _folder["refused.onnx"], "--json");
        Assert.Equal(ExitCode.Failure, run.Code);
        var refusals = JsonDocument.Parse(run.Out).RootElement.GetProperty("refusals").EnumerateArray().Select(r => r.GetProperty("id").GetString()!).ToArray();
        Assert.Equal([ErrorCatalogue.UnsupportedAttribute, ErrorCatalogue.UnsupportedOperator], refusals);
        Assert.StartsWith("error ELSTM105: ", Assert.Single(run.ErrorLines));
    }

    [Fact]
    public void An_artifact_that_was_changed_is_refused_by_every_verb_that_takes_one()
    {
        Quantize();
        string text = File.ReadAllText(Artifact);
        File.WriteAllText(Artifact, text.Replace("scheme int8x16", "scheme int8", StringComparison.Ordinal));
        Fails(ErrorCatalogue.ArtifactHash, "inspect", Artifact);
        Fails(ErrorCatalogue.ArtifactHash, "run", Artifact, "-i", Samples, "-o", _folder["out.npy"]);
        Fails(ErrorCatalogue.ArtifactHash, "verify", Model, Artifact, "--data", Samples);
        Fails(ErrorCatalogue.ArtifactHash, "codegen", Artifact, "-o", _folder["generated"]);
        Fails(ErrorCatalogue.ArtifactHash, "bench", Artifact);
    }

    [Fact]
    public void Calibrating_in_the_schemas_units_gives_the_artifact_of_the_models_units()
    {
        // Powers of two: the values are the same floats whichever way they are scaled.
        string schema = _folder["schema.csv"], users = _folder["users.npy"], other = _folder["other.elstm"];
        var outputs = ModelLoader.Import(Model).Outputs;
        File.WriteAllText(schema, "kind,name,unit,mean,scale\n"
            + string.Concat(Enumerable.Range(0, Features).Select(k => $"input,s{k},bar,0,{4 << k}\n"))
            + string.Concat(outputs.Select((_, k) => $"output,y{k},h,0,1\n")));
        float[] values = [.. NpyFile.Read(Samples).Values.Select((v, i) => v * (4 << i % Features))];
        NpyFile.Write(users, [Windows, Steps, Features], values);
        Json("quantize", Model, "-o", Artifact, "--calibrate", Samples, "--schema", schema);
        Json("quantize", Model, "-o", other, "--calibrate", users, "--schema", schema, "--units", "user");
        Assert.Equal(File.ReadAllText(Artifact), File.ReadAllText(other));
    }

    [Fact]
    public void Calibration_data_in_other_units_than_the_models_are_remarked_on()
    {
        NpyFile.Write(Samples, [Windows, Steps, Features], [.. NpyFile.Read(Samples).Values.Select(v => 300 + v)]);
        var run = ToolRun.Of(null, "quantize", Model, "-o", Artifact, "--calibrate", Samples);
        Assert.Contains("are the calibration data in the model's units?", run.Out);
    }

    [Fact]
    public void Verify_wants_the_float_model_first_and_the_artifact_second()
    {
        Quantize();
        Fails(ErrorCatalogue.UnknownModelKind, "verify", Artifact, Model, "--data", Samples);
        Fails(ErrorCatalogue.UnknownModelKind, "verify", Model, Model, "--data", Samples);
    }
}
