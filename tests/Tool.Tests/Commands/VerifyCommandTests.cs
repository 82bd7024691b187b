using System.Text.Json;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Reference;
using EdgeLstm.Quantize.Tests.Data;
using EdgeLstm.Tool.Commands;

namespace EdgeLstm.Tool.Tests.Commands;

public class VerifyCommandTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    static CommandServices With(IPredictor original, IPredictor quantized) =>
        new() { IsArtifact = path => path == "m.elstm", Open = path => path == "m.onnx" ? original : quantized };

    JsonElement Verify(IPredictor original, IPredictor quantized, float[] values, params string[] more)
    {
        NpyFile.Write(_folder["d.npy"], [1, values.Length, 1], values);
        var run = ToolRun.Of(With(original, quantized), ["verify", "m.onnx", "m.elstm", "--data", _folder["d.npy"], "--json", .. more]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        return JsonDocument.Parse(run.Out).RootElement;
    }

    [Fact]
    public void The_error_its_place_and_the_saturation_are_counted()
    {
        var row = Verify(new Accumulator(), new Accumulator(error: 0.5f), [1, 200, 3, 4]);
        Assert.Equal(0.25, row.GetProperty("saturatedShare").GetDouble());
        var error = row.GetProperty("windows")[0];
        Assert.Equal(0.5, error.GetProperty("max").GetDouble());
        Assert.Equal(0.5, error.GetProperty("rmse").GetDouble());
        Assert.Equal(3, error.GetProperty("maxStep").GetInt32());
        Assert.Equal(208.5, error.GetProperty("maxValue").GetDouble());
    }

    [Fact]
    public void A_stream_is_held_against_sliding_windows()
    {
        // Carried: 1 3 6 10. Sliding by 2: – 3 5 7. So the carried sum is off by 0, 1 and 3 from step 1 on.
        var result = Verify(new Accumulator(), new Accumulator(), [1, 2, 3, 4], "--stream", "--window", "2");
        var sliding = result.GetProperty("carriedToSliding")[0];
        Assert.Equal(3, sliding.GetProperty("compared").GetInt32());
        Assert.Equal(3, sliding.GetProperty("max").GetDouble());
        Assert.Equal(3, sliding.GetProperty("maxStep").GetInt32());
        Assert.Equal(0, result.GetProperty("carried")[0].GetProperty("max").GetDouble());
    }

    [Fact]
    public void Values_that_are_not_finite_are_counted_and_left_out()
    {
        var error = Verify(new Accumulator { EveryStep = true }, new Accumulator { EveryStep = true }, [1, float.NaN, 2]).GetProperty("windows")[0];
        Assert.Equal(2, error.GetProperty("notFinite").GetInt32());
        Assert.Equal(1, error.GetProperty("compared").GetInt32());
    }

    [Theory]
    [InlineData()]
    [InlineData("--stream", "--window", "2")]
    public void Errors_over_nothing_are_an_error(params string[] more)
    {
        NpyFile.Write(_folder["d.npy"], [1, 2, 1], [float.NaN, 1]);
        var run = ToolRun.Of(With(new Accumulator(), new Accumulator()), ["verify", "m.onnx", "m.elstm", "--data", _folder["d.npy"], .. more]);
        Assert.Equal((ExitCode.Failure, ""), (run.Code, run.Out));
        Assert.StartsWith($"error {ErrorCatalogue.NothingCompared}: ", Assert.Single(run.ErrorLines));
    }

    [Fact]
    public void The_float_model_takes_for_a_missing_value_what_the_quantized_one_takes()
    {
        // The artifact measures in tens above 5 and takes 25, which is 2 for the model.
        var quantized = new Accumulator { Inputs = [new("x", "rpm", 5, 10)], Missing = 25 };
        var original = new Accumulator { EveryStep = true };
        NpyFile.Write(_folder["d.npy"], [1, 3, 1], [1, float.NaN, 4]);
        var run = ToolRun.Of(With(original, new Accumulator { EveryStep = true, Inputs = quantized.Inputs, Missing = 25 }), "verify", "m.onnx", "m.elstm", "--data", _folder["d.npy"], "--json");
        Assert.Equal((0, ""), (run.Code, run.Error));
        var result = JsonDocument.Parse(run.Out).RootElement;
        var error = result.GetProperty("windows")[0];
        Assert.Equal((3, 0), (error.GetProperty("compared").GetInt32(), error.GetProperty("notFinite").GetInt32()));
        Assert.Contains("1 input value is missing or not a number", run.Out);
        Assert.Equal([1f, 2f, 4f, 1f, 2f, 4f], original.Seen); // as a window, and as a stream
    }

    [Fact]
    public void A_table_of_a_model_without_a_window_is_compared_at_every_sample_of_every_machine()
    {
        string file = _folder.Write("d.csv", "machine,x[0]\na,1\na,2\na,3\nb,4\nb,5\n");
        var run = ToolRun.Of(With(new Accumulator(), new Accumulator(error: 0.5f)), "verify", "m.onnx", "m.elstm", "--data", file, "--group", "machine", "--json");
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal(5, JsonDocument.Parse(run.Out).RootElement.GetProperty("carried")[0].GetProperty("compared").GetInt32());

        // Carried through each: 1 3 6 and 4 9; sliding by 2: 3 5 and 9.
        var sliding = ToolRun.Of(With(new Accumulator(), new Accumulator()), "verify", "m.onnx", "m.elstm", "--data", file, "--group", "machine", "--stream", "--window", "2", "--json");
        var error = JsonDocument.Parse(sliding.Out).RootElement.GetProperty("carriedToSliding")[0];
        Assert.Equal((3, 1.0, 0, 2), (error.GetProperty("compared").GetInt32(), error.GetProperty("max").GetDouble(), error.GetProperty("maxWindow").GetInt32(), error.GetProperty("maxStep").GetInt32()));
    }

    [Fact]
    public void A_table_without_options_is_cut_into_the_windows_that_the_model_declares()
    {
        string file = _folder.Write("d.csv", "x[0]\n" + string.Join('\n', Enumerable.Range(0, 10)));
        var run = ToolRun.Of(With(new Accumulator { Window = 4 }, new Accumulator { Window = 4 }), "verify", "m.onnx", "m.elstm", "--data", file, "--json");
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal(7, JsonDocument.Parse(run.Out).RootElement.GetProperty("windows")[0].GetProperty("compared").GetInt32());
        Assert.Contains("cut into 7 windows of 4 samples", run.Out);
    }

    [Theory]
    [InlineData("model", 3.0)]
    [InlineData("user", 4.0)]
    public void Data_are_converted_between_the_units_of_both(string units, double expectedSum)
    {
        // The artifact measures its input in tens above 5: 1 for the model is 15 for the user. Its outputs are the model's.
        var quantized = new Recorder([new Channel("speed", "rpm", 5, 10)]);
        Verify(new Accumulator(), quantized, units == "model" ? [1, 2] : [15, 35], "--units", units);
        Assert.Equal(units == "model" ? [15f, 25f, 15f, 25f] : [15f, 35f, 15f, 35f], quantized.Seen); // as a window, and as a stream
        Assert.Equal(expectedSum, quantized.Seen.Take(2).Sum(value => (value - 5) / 10));
    }

    [Fact]
    public void Two_models_of_other_origin_are_refused()
    {
        NpyFile.Write(_folder["d.npy"], [1, 1, 1], [1]);
        var run = ToolRun.Of(With(new Accumulator(), new Accumulator(features: 2)), "verify", "m.onnx", "m.elstm", "--data", _folder["d.npy"]);
        Assert.StartsWith($"error {ErrorCatalogue.ModelsDiffer}: ", Assert.Single(run.ErrorLines));
    }

    sealed class Recorder(IReadOnlyList<Channel> inputs) : IPredictor
    {
        public List<float> Seen { get; } = [];
        public string Name => "recorder";
        public IReadOnlyList<Channel> Inputs => inputs;
        public IReadOnlyList<Channel> Outputs { get; } = [new("sum")];
        public int? Window => null;
        public bool EveryStep => false;
        public bool Streams => true;

        public void Reset()
        {
        }

        public void Step(ReadOnlySpan<float> sample, Span<float> output) => Seen.Add(sample[0]);
    }
}
