using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Tests.Data;
using EdgeLstm.Tool.Commands;
using EdgeLstm.Tool.Reports;

namespace EdgeLstm.Tool.Tests.Commands;

public class CliTests
{
    public static TheoryData<string> Verbs =>
        ["inspect", "run", "quantize", "verify", "codegen", "bench", "evaluate", "gates", "new app", "train csv", "train cmapss"];

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Every_verb_shows_an_example_in_its_help(string verb)
    {
        var help = ToolRun.Of(null, [.. verb.Split(' '), "--help"]);
        Assert.Equal(0, help.Code);
        Assert.Contains($"  edgelstm {verb} {(verb.EndsWith("cmapss", StringComparison.Ordinal) ? "CMAPSSData" : "pump.")}", help.Out);
        Assert.Empty(help.Error);
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Every_example_parses_as_it_stands(string verb)
    {
        var reached = new CommandServices
        {
            IsArtifact = _ => throw new OperationCanceledException(),
            Import = _ => throw new OperationCanceledException(),
            Inspect = _ => throw new OperationCanceledException(),
            Artifact = _ => throw new OperationCanceledException(),
            Open = _ => throw new OperationCanceledException(),
            Quantize = (_, _) => throw new OperationCanceledException(),
            Codegen = (_, _) => throw new OperationCanceledException(),
            NewApp = (_, _) => throw new OperationCanceledException(),
            Bench = (_, _) => throw new OperationCanceledException(),
            Evaluate = (_, _) => throw new OperationCanceledException(),
            Gates = (_, _) => throw new OperationCanceledException(),
            Train = (_, _) => throw new OperationCanceledException(),
        };
        string[] examples = [.. ToolRun.Of(null, [.. verb.Split(' '), "--help"]).Out.Split('\n').Where(line => line.StartsWith($"  edgelstm {verb} ", StringComparison.Ordinal) && !line.Contains('<'))];
        Assert.NotEmpty(examples);
        foreach (string example in examples)
        {
            var run = ToolRun.Of(reached, new CancellationToken(true), example.Trim().Split(' ')[1..]);
            Assert.True(run.Code == ExitCode.Interrupted, $"{example}: {run.Error}");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("frobnicate")]
    [InlineData("run model.onnx")]
    [InlineData("run model.onnx -i")]
    [InlineData("inspect --jsn")]
    [InlineData("inspect a.onnx b.onnx")]
    [InlineData("quantize a.onnx -o a.bin --calibrate x.npy")]
    [InlineData("quantize a.onnx -o a.elstm --calibrate x.npy --scheme int4")]
    [InlineData("bench a.elstm --seconds soon")]
    [InlineData("verify a.onnx a.elstm --data x.npy --window 1.5")]
    [InlineData("verify a.onnx a.elstm --data x.npy --units metric")]
    [InlineData("train")]
    [InlineData("new")]
    [InlineData("new app a.elstm")]
    [InlineData("new app a.elstm -o d --above 1 --below 0")]
    [InlineData("new app a.elstm -o d --window 30 --stream")]
    [InlineData("train csv a.csv -o m.onnx --target y")]
    [InlineData("train csv a.csv -o m.onnx --window 10")]
    [InlineData("train csv a.csv -o m.bin --window 10 --target y")]
    [InlineData("train csv a.csv -o m.onnx --window 10 --target y --forget-bias much")]
    [InlineData("train cmapss d -o m.onnx --subset FD001 --gates hard --cell elman")]
    [InlineData("train cmapss d -o m.onnx")]
    [InlineData("evaluate m.onnx cmapss d")]
    [InlineData("evaluate m.onnx csv a.csv")]
    [InlineData("gates a.onnx b.onnx c.onnx --data x.npy")]
    [InlineData("gates a.onnx --data x.npy -o page.png")]
    public void Wrong_usage_is_one_line_with_a_hint_and_code_2(string line)
    {
        var run = ToolRun.Of(null, line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.EndsWith("--help'", Assert.Single(run.ErrorLines).Trim());
        Assert.Empty(run.Out);
    }

    [Fact]
    public void The_version_is_the_tools_own() => Assert.Matches(@"^edgelstm \d+\.\d+\.\d+", ToolRun.Of(null, "--version").Out);

    [Fact]
    public void A_model_of_unknown_kind_is_one_error_line()
    {
        using var folder = new TemporaryFolder();
        string model = folder["model.onnx"];
        File.WriteAllBytes(model, [0x1C, 0, 0, 0, .. "TFL3"u8]);
        var run = ToolRun.Of(null, "inspect", model);
        Assert.Equal(ExitCode.Failure, run.Code);
        Assert.StartsWith($"error {ErrorCatalogue.UnknownModelKind}: {model}: found a TensorFlow Lite model (.tflite), expected ONNX, ", Assert.Single(run.ErrorLines));
    }

    [Fact]
    public void A_defect_is_one_line_too_and_names_the_switch_for_the_stack()
    {
        var run = ToolRun.Of(new CommandServices { IsArtifact = _ => false, Inspect = _ => throw new InvalidOperationException("two\nlines") }, "inspect", "m.onnx");
        Assert.Equal(ExitCode.Failure, run.Code);
        string line = Assert.Single(run.ErrorLines);
        Assert.StartsWith($"error {ErrorCatalogue.Unexpected}: ", line);
        Assert.Contains("EDGELSTM_TRACE=1", line);
    }

    [Fact]
    public void A_full_or_missing_disk_is_an_error_of_writing()
    {
        var run = ToolRun.Of(new CommandServices { Codegen = (_, _) => throw new IOException("No space left on device") }, "codegen", "m.elstm", "-o", "d");
        Assert.StartsWith($"error {ErrorCatalogue.CannotWrite}: ", Assert.Single(run.ErrorLines));
    }

    [Fact]
    public void Options_reach_the_toolchain_as_given()
    {
        QuantizeRequest? seen = null;
        var tools = new CommandServices { Quantize = (request, _) => { seen = request; return new Report(); } };
        Assert.Equal(0, ToolRun.Of(tools, "quantize", "m.onnx", "-o", "m.elstm", "--calibrate", "a=b.npy", "--calibrate", "c=d.npy").Code);
        Assert.Equal(("m.onnx", "m.elstm", null, null), (seen!.Model, seen.Output, seen.Scheme, seen.SchemaFile));
        Assert.Equal(["a=b.npy", "c=d.npy"], seen.Calibration);
    }
}
