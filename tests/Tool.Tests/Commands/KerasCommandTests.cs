using System.Text.Json;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Tests.Data;
using EdgeLstm.Quantize.Tests.Import;
using EdgeLstm.Quantize.Tests.Shared;
using EdgeLstm.Tool.Commands;

namespace EdgeLstm.Tool.Tests.Commands;

/// <summary>Keras files through the command line, from a look at one to the comparison of what was made of it.</summary>
public sealed class KerasCommandTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("keras2-list", "LSTM")]
    [InlineData("keras3-functional", "GRU")]
    [InlineData("pair", "LSTM")]
    [InlineData("flatten", "convolution")]
    [InlineData("stateful", "LSTM")]
    public void A_model_is_shown_run_quantized_compared_and_printed(string name, string shows)
    {
        string model = KerasGoldens.ModelPath(name), data = Samples(name);
        Assert.Contains(shows, Succeeds("inspect", model), StringComparison.OrdinalIgnoreCase);
        Succeeds("run", model, "-i", data, "-o", _folder["y.npy"]);
        Succeeds("quantize", model, "-o", _folder["m.elstm"], "--calibrate", data);
        using var verified = JsonDocument.Parse(Succeeds("verify", model, _folder["m.elstm"], "--data", data, "--json"));
        Assert.Equal(JsonValueKind.Object, verified.RootElement.ValueKind);
        Succeeds("codegen", _folder["m.elstm"], "-o", _folder["code"]);
        Assert.Contains("class", string.Concat(Directory.GetFiles(_folder["code"]).Select(File.ReadAllText)));
    }

    [Fact]
    public void A_refusal_is_a_line_for_each_layer()
    {
        File.WriteAllBytes(_folder["pump.keras"], EditedKeras.Archive("keras3-sequential", text => text.Replace("\"Dropout\"",
            "\"Lambda\"")));
        var run = ToolRun.Of(null, "inspect", _folder["pump.keras"]);
        Assert.Equal(ExitCode.Failure, run.Code);
        string shown = run.Out + run.Error;
        Assert.Contains($"{ErrorCatalogue.UnsupportedOperator}: pump.keras (Keras 3.3.3), node 'dropout (Lambda)': "
            + "found a layer of class 'Lambda'", shown);
    }

    [SharedFact]
    [Trait("Category", "Slow")]
    public void A_model_of_others_is_quantized_and_verified()
    {
        string model = TestFiles.Shared("rul-lstm100-50", "Output", "regression_model.h5");
        string windows = TestFiles.Shared("rul-lstm100-50", "derived_golden", "test_windows_93x50x25.npy");
        Assert.Contains("hard_sigmoid(0.2, 0.5)", Succeeds("inspect", model));
        Succeeds("quantize", model, "-o", _folder["m.elstm"], "--calibrate", windows);
        using var verified = JsonDocument.Parse(Succeeds("verify", model, _folder["m.elstm"], "--data", windows, "--json"));
        Assert.Equal(JsonValueKind.Object, verified.RootElement.ValueKind);
    }

    static string Succeeds(params string[] command)
    {
        var run = ToolRun.Of(null, command);
        Assert.True(run.Code == ExitCode.Success, $"{string.Join(' ', command)}: {run.Error}");
        return run.Out;
    }

    /// <summary>Windows as long as the golden's; a log, where the model takes a sample a call.</summary>
    string Samples(string name)
    {
        int steps = KerasGoldens.Read(name).Input[0].Length / 3;
        var random = new Random(5);
        int count = steps == 1 ? 200 : 40 * steps;
        NpyFile.Write(_folder["x.npy"], steps == 1 ? [count, 3] : [40, steps, 3], [.. Enumerable.Range(0, count * 3).Select(_ =>
            (float)(4 * random.NextDouble() - 2))]);
        return _folder["x.npy"];
    }
}
