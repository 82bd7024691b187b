using System.Security.Cryptography;
using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Tests.Data;
using EdgeLstm.Quantize.Tests.Import;
using EdgeLstm.Quantize.Tests.Import.PyTorch;
using EdgeLstm.Tool.Commands;

namespace EdgeLstm.Tool.Tests.Commands;

/// <summary>PyTorch's weights through every verb that takes a trained model.</summary>
public sealed class PyTorchCommandTests : IDisposable
{
    const string Line = "lstm,last,fc1,tanh,fc2,sigmoid", Guess = "assumed --forward lstm,last,fc1,relu,fc2: ";

    readonly TemporaryFolder _folder = new();

    public PyTorchCommandTests()
    {
        var random = new Random(7);
        NpyFile.Write(Samples, [24, 12, 3], [.. Enumerable.Range(0, 24 * 12 * 3).Select(_ => (float)(2 * random.NextDouble() - 1))]);
    }

    string Samples => _folder["x.npy"];

    string Artifact => _folder["m.elstm"];

    public void Dispose() => _folder.Dispose();

    static string Weights => Path.Combine(PyTorchGoldens.Folder, "sigmoid.pt");

    [Fact]
    public void Weights_are_inspected_quantized_verified_and_run_with_the_users_line()
    {
        Assert.DoesNotContain("assumed", Succeeds("inspect", Weights, "--forward", Line));
        string quantized = Succeeds("quantize", Weights, "--forward", Line, "--calibrate", Samples, "-o", Artifact);
        Assert.DoesNotContain("assumed", quantized);
        Assert.Contains("--data DATA'", quantized); // the artifact has the line
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Weights))),
            ArtifactReader.Read(File.ReadAllText(Artifact)).Provenance.SourceSha256);
        Assert.Equal(Line, ArtifactReader.Read(File.ReadAllText(Artifact)).Provenance.Forward);
        Assert.Matches($@"(?m)^forward\(\) +{Line}$", Succeeds("inspect", Artifact));
        string verified = Succeeds("verify", Weights, Artifact, "--data", Samples);
        Assert.Equal(verified, Succeeds("verify", Weights, Artifact, "--data", Samples, "--forward", Line.Replace(",", " , ")));
        Assert.DoesNotContain("assumed", verified);
        Assert.DoesNotContain("another file", verified);

        Succeeds("run", Weights, "--forward", Line, "-i", Samples, "-o", _folder["float.npy"]);
        Succeeds("run", Artifact, "-i", Samples, "-o", _folder["integer.npy"]);
        float[] floats = NpyFile.Read(_folder["float.npy"]).Values, integers = NpyFile.Read(_folder["integer.npy"]).Values;
        Assert.All(floats.Zip(integers), pair => Assert.Equal(pair.First, pair.Second, 1e-3f));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Every_verb_says_what_it_guessed()
    {
        Assert.Contains(Guess, Succeeds("quantize", Weights, "--calibrate", Samples, "-o", Artifact));
        string[][] commands =
        [
            ["inspect", Weights], ["run", Weights, "-i", Samples, "-o", _folder["y.npy"]],
            ["gates", Weights, "--data", Samples], ["bench", Weights, "--seconds", "0.05"],
        ];
        foreach (string[] command in commands)
        {
            string shown = Succeeds(command);
            Assert.StartsWith($"note: {Guess}", shown);
            Assert.Equal(2, shown.Split(Guess).Length);
            Assert.DoesNotContain("assumed", Succeeds([.. command, "--forward", Line]));
        }
    }

    [Fact]
    public void Verify_and_gates_read_weights_by_the_artifacts_line()
    {
        Succeeds("quantize", Weights, "--forward", Line, "--calibrate", Samples, "-o", Artifact);
        Assert.DoesNotContain("assumed", Succeeds("gates", Weights, Artifact, "--data", Samples));
        var run = ToolRun.Of(null, "verify", Weights, Artifact, "--data", Samples, "--forward", "lstm,last,fc1,relu,fc2");
        Assert.Equal(ExitCode.Failure, run.Code);
        Assert.StartsWith($"error {ErrorCatalogue.ModelsDiffer}: found --forward lstm,last,fc1,relu,fc2, expected {Line}, with which",
            Assert.Single(run.ErrorLines));
        // Other weights, in which the line has no place.
        run = ToolRun.Of(null, "verify", Path.Combine(PyTorchGoldens.Folder, "gru-every.pt"), Artifact, "--data", Samples);
        Assert.Contains($"where the artifact was made with --forward {Line}", Assert.Single(run.ErrorLines));
        Assert.StartsWith($"error {ErrorCatalogue.ModelsDiffer}: gru-every.pt", run.Error);
    }

    [Fact]
    public void A_guess_is_the_artifacts_line_too()
    {
        Succeeds("quantize", Weights, "--calibrate", Samples, "-o", Artifact);
        Assert.DoesNotContain("assumed", Succeeds("verify", Weights, Artifact, "--data", Samples));
        Assert.Contains("expected lstm,last,fc1,relu,fc2, with which",
            ToolRun.Of(null, "verify", Weights, Artifact, "--data", Samples, "--forward", Line).Error);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Compress_takes_the_line_and_repeats_it()
    {
        string shown = Succeeds("compress", Weights, "--forward", Line, "--data", Samples, "--budget", "5%", "-o", Artifact);
        Assert.Contains($" --forward {Line} ", shown);
        Assert.DoesNotContain("assumed", shown);
    }

    [Fact]
    public void A_wrong_line_is_one_line_of_error_and_files_with_a_graph_take_none()
    {
        var run = ToolRun.Of(null, "inspect", Weights, "--forward", "lstm,last,fc1");
        Assert.Equal(ExitCode.Failure, run.Code);
        Assert.Matches(
            $@"^error {ErrorCatalogue.UnclearForward}: sigmoid\.pt \(PyTorch, .+\): found 2 unused tensors: fc2\.weight, fc2\.bias",
            Assert.Single(run.ErrorLines));
        run = ToolRun.Of(null, "inspect", GoldenModels.ModelPath("opset13-last"), "--forward", Line);
        Assert.Contains("--forward for a file of ONNX", Assert.Single(run.ErrorLines));
    }

    [Fact]
    public void A_file_that_would_run_something_is_refused_by_every_verb()
    {
        byte[] call = [.. TorchBytes.Global("posix", "system"), .. TorchBytes.Tuple(TorchBytes.Text($"touch {_folder["proof"]}")),
            (byte)'R'];
        string hostile = _folder["hostile.pt"];
        File.WriteAllBytes(hostile, TorchBytes.Archive(TorchBytes.Pickle(call)));
        string[][] commands =
        [
            ["inspect", hostile], ["run", hostile, "-i", Samples, "-o", _folder["y.npy"]],
                ["quantize", hostile, "--calibrate", Samples, "-o", Artifact],
            ["bench", hostile], ["gates", hostile, "--data", Samples], ["compress", hostile, "--data", Samples, "-o", Artifact],
        ];
        foreach (string[] command in commands)
        {
            var run = ToolRun.Of(null, command);
            Assert.Equal(ExitCode.Failure, run.Code);
            Assert.StartsWith($"error {ErrorCatalogue.CodeInFile}: hostile.pt: found posix.system at byte ", Assert.Single(run.ErrorLines));
        }

        Assert.False(File.Exists(_folder["proof"]));
    }

    [Fact]
    public void Help_has_the_option_where_a_trained_model_is_read()
    {
        foreach (string verb in (string[])["inspect", "run", "quantize", "compress", "verify", "bench", "gates", "evaluate"])
            Assert.Contains("--forward", ToolRun.Of(null, verb, "--help").Out);
        Assert.DoesNotContain("--forward", ToolRun.Of(null, "codegen", "--help").Out);
    }

    static string Succeeds(params string[] command)
    {
        var run = ToolRun.Of(null, command);
        Assert.True(run.Code == ExitCode.Success, $"{string.Join(' ', command)}: {run.Error}");
        return run.Out;
    }
}
