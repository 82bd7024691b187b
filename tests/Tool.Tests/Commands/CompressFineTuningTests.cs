using System.Text.Json;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Passes.Compressing.Tuning;
using EdgeLstm.Quantize.Tests.Passes;
using EdgeLstm.Tool.Commands;
using EdgeLstm.Tool.Reports;

namespace EdgeLstm.Tool.Tests.Commands;

[Trait("Category", "Slow")]
public sealed class CompressFineTuningTests : CompressRuns
{
    const string Budget = "1.2%";

    [Fact]
    public void A_smaller_model_is_inside_the_budget_and_made_again_by_the_command_that_is_named()
    {
        long without = Json("--budget", Budget).GetProperty("weightBytes").GetInt64();
        var run = Run("--budget", Budget, "--fine-tune", "100", "--report", Folder["r.html"]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        string text = File.ReadAllText(Folder["m.elstm"]);
        Assert.InRange(Written.WeightBytes, 1, without - 1);
        Assert.Contains(", fine-tuned: the smallest of", run.Out);
        Assert.Contains(", fine-tuned: ", File.ReadAllText(Folder["r.html"]));

        string command = run.Out.Split('\n').Single(line => line.Contains("made again by: edgelstm ")).Split("edgelstm ")[1].Trim();
        Assert.EndsWith(" --fine-tune 100", command);
        File.Delete(Folder["m.elstm"]);
        Made(command);
        Assert.Equal(text, File.ReadAllText(Folder["m.elstm"]));

        Made(command.Replace(" --fine-tune 100", ""));
        Assert.NotEqual(text, File.ReadAllText(Folder["m.elstm"]));
    }

    /// <summary>A run that fails says why.</summary>
    static void Made(string command)
    {
        var run = ToolRun.Of(Tools, command.Split(' '));
        Assert.Equal((0, ""), (run.Code, run.Error));
    }

    [Fact]
    public void Trained_trials_stand_beside_the_others_and_what_is_larger_is_not_trained()
    {
        JsonElement[] Rows(JsonElement report) => [.. report.GetProperty("front").EnumerateArray()];
        JsonElement without = Json("--budget", Budget), with = Json("--budget", Budget, "--fine-tune", "100");
        Assert.DoesNotContain(Rows(without), row => row.GetProperty("fineTuned").GetBoolean());
        JsonElement[] tuned = [.. Rows(with).Where(row => row.GetProperty("fineTuned").GetBoolean())];
        Assert.NotEmpty(tuned);
        Assert.All(tuned, row => Assert.InRange(row.GetProperty("bytes").GetInt64(), 1, without.GetProperty("weightBytes").GetInt64() - 1));
    }

    [Fact]
    public void Speed_is_what_is_gained_where_speed_is_preferred()
    {
        long Work(params string[] more) => Json(["--budget", Budget, "--prefer", "speed", .. more]).GetProperty("macsPerStep").GetInt64() * (Written.Scheme == Scheme.Int8 ? 1 : 2);
        long before = Work();
        Assert.InRange(Work("--fine-tune", "100"), 1, before - 1);
    }

    [Fact]
    public void A_network_that_cannot_be_trained_is_refused_before_anything_is_tried()
    {
        var random = new Random(8);
        var network = RandomNetwork.Of(RandomNetwork.Dense(random, Features, 8, source: -1, activation: Activation.Tanh), RandomNetwork.Lstm(random, 8, 8, source: 0), RandomNetwork.Dense(random, 8, 2, source: 1));
        var run = ToolRun.Of(Tools with { Import = _ => network, TimeSteps = (_, _, _) => throw new InvalidOperationException() }, "compress", "m.onnx", "--data", Folder["data.npy"], "-o", Folder["m.elstm"], "--fine-tune", "5");
        Assert.Equal($"error {ErrorCatalogue.NotTunable}: random.onnx, node 'dense0': found layer 'dense0' before the first plain LSTM, expected plain LSTM layers one on the other, from zero states, and dense layers that read the last of them; leave --fine-tune out", Assert.Single(run.ErrorLines).Trim());
        Assert.Equal(["data.npy", "test.npy"], Folder.Names);
    }

    [Theory]
    [InlineData("quantize m.onnx -o m.elstm --calibrate x.npy --gate-rank 4 --fine-tune 0", "--fine-tune is '0', expected a whole number from 1 to 100000")]
    [InlineData("quantize m.onnx -o m.elstm --calibrate x.npy --gate-rank 4 --fine-tune 1.5", "--fine-tune is '1.5', expected a whole number from 1 to 100000")]
    [InlineData("compress m.onnx -o m.elstm --data x.npy --fine-tune many", "--fine-tune is 'many', expected a whole number from 1 to 100000")]
    public void Wrong_epochs_are_an_error_of_usage(string line, string message)
    {
        var run = ToolRun.Of(Tools, line.Split(' '));
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains(message, Assert.Single(run.ErrorLines));
    }

    [Fact]
    public void Epochs_reach_the_toolchain()
    {
        FineTuning?[] seen = [null, null, new(1)];
        var tools = Tools with
        {
            Quantize = (request, _) => { seen[request.FineTuning is null ? 2 : 0] = request.FineTuning; return new Report(); },
            Compress = (request, _) => { seen[1] = request.FineTuning; return new Report(); },
        };
        Assert.Equal(0, ToolRun.Of(tools, "quantize", "m.onnx", "-o", "m.elstm", "--calibrate", "x.npy", "--fine-tune", "7").Code);
        Assert.Equal(0, ToolRun.Of(tools, "quantize", "m.onnx", "-o", "m.elstm", "--calibrate", "x.npy").Code);
        Assert.Equal(0, ToolRun.Of(tools, "compress", "m.onnx", "-o", "m.elstm", "--data", "x.npy", "--fine-tune", "9").Code);
        Assert.Equal("7 9 ", $"{seen[0]?.Epochs} {seen[1]?.Epochs} {seen[2]?.Epochs}");
    }
}
