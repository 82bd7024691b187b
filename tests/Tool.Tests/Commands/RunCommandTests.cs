using System.Text.Json;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Reference;
using EdgeLstm.Quantize.Tests.Data;
using EdgeLstm.Tool.Commands;

namespace EdgeLstm.Tool.Tests.Commands;

public class RunCommandTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    static CommandServices With(IPredictor model) => new() { Open = _ => model };

    string Windows()
    {
        NpyFile.Write(_folder["in.npy"], [2, 3, 1], [1, 2, 3, 10, 20, 300]);
        return _folder["in.npy"];
    }

    [Fact]
    public void Each_window_runs_from_reset()
    {
        var run = ToolRun.Of(With(new Accumulator()), "run", "m.onnx", "-i", Windows(), "-o", _folder["out.npy"]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        var result = NpyFile.Read(_folder["out.npy"]);
        Assert.Equal([2, 1], result.Shape);
        Assert.Equal([6f, 330f], result.Values);
    }

    [Fact]
    public void A_stream_gives_every_step()
    {
        ToolRun.Of(With(new Accumulator { Window = 99 }), "run", "m.onnx", "-i", Windows(), "-o", _folder["out.csv"], "--stream");
        Assert.Equal("window,step,sum\n0,0,1\n0,1,3\n0,2,6\n1,0,10\n1,1,30\n1,2,330\n", File.ReadAllText(_folder["out.csv"]));
    }

    [Fact]
    public void A_window_of_another_length_is_refused_and_nothing_written()
    {
        var run = ToolRun.Of(With(new Accumulator { Window = 30 }), "run", "m.onnx", "-i", Windows(), "-o", _folder["out.npy"]);
        Assert.StartsWith($"error {ErrorCatalogue.DataShape}: ", Assert.Single(run.ErrorLines));
        Assert.Equal(["in.npy"], _folder.Names);
    }

    [Fact]
    public void A_model_that_looks_ahead_has_no_stream()
    {
        var run = ToolRun.Of(With(new Accumulator { Streams = false }), "run", "m.onnx", "-i", Windows(), "-o", _folder["out.npy"], "--stream");
        Assert.StartsWith($"error {ErrorCatalogue.ModelCannotStream}: ", Assert.Single(run.ErrorLines));
    }

    [Fact]
    public void Several_inputs_are_joined_in_the_models_order_whatever_the_commands()
    {
        NpyFile.Write(_folder["a.npy"], [1, 2, 1], [1, 2]);
        NpyFile.Write(_folder["b.npy"], [1, 2, 2], [10, 20, 30, 40]);
        var model = new Accumulator { Inputs = [new("b[0]"), new("b[1]"), new("a")] };
        var run = ToolRun.Of(With(model), "run", "m.onnx", "-i", $"a={_folder["a.npy"]}", "-i", $"b={_folder["b.npy"]}", "-o", _folder["o.npy"], "--stream");
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal([31f, 103f], NpyFile.Read(_folder["o.npy"]).Values);
        var lacking = ToolRun.Of(With(model), "run", "m.onnx", "-i", $"a={_folder["a.npy"]}", "-o", _folder["o.npy"]);
        Assert.Contains("no file for input 'b[0]'", lacking.Error);
    }

    [Fact]
    public void Json_holds_the_same_numbers()
    {
        var run = ToolRun.Of(With(new Accumulator()), "run", "m.onnx", "-i", Windows(), "-o", _folder["out.npy"], "--json");
        using var json = JsonDocument.Parse(run.Out);
        Assert.Equal(1, json.RootElement.GetProperty("saturatedInputs").GetInt32());
        Assert.Equal(330, json.RootElement.GetProperty("outputs")[0].GetProperty("maximum").GetDouble());
    }

    [Fact]
    public void Ctrl_C_ends_with_130_and_leaves_no_file()
    {
        var run = ToolRun.Of(With(new Accumulator()), new CancellationToken(true), "run", "m.onnx", "-i", Windows(), "-o", _folder["out.npy"]);
        Assert.Equal((ExitCode.Interrupted, ""), (run.Code, run.Error));
        Assert.Equal(["in.npy"], _folder.Names);
    }
}
