using System.Text.Json;
using EdgeLstm.Generator.Diagnostics;
using EdgeLstm.Quantize.Commands;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Tests.Data;

namespace EdgeLstm.Quantize.Tests.Commands;

public class VerifyCommandTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    static Toolchain With(IPredictor original, IPredictor quantized) =>
        new() { Open = path => path.EndsWith(".onnx", StringComparison.Ordinal) ? original : quantized };

    JsonElement Verify(IPredictor original, IPredictor quantized, float[] values, params string[] more)
    {
        NpyFile.Write(folder["d.npy"], [1, values.Length, 1], values);
        var run = ToolRun.Of(With(original, quantized), ["verify", "m.onnx", "m.elstm", "--data", folder["d.npy"], "--json", .. more]);
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
        var error = Verify(new Accumulator(), new Accumulator(), [1, float.NaN]).GetProperty("windows")[0];
        Assert.Equal(1, error.GetProperty("notFinite").GetInt32());
        Assert.Equal(JsonValueKind.Null, error.GetProperty("max").ValueKind);
        var plain = ToolRun.Of(With(new Accumulator(), new Accumulator()), "verify", "m.onnx", "m.elstm", "--data", folder["d.npy"]);
        Assert.Equal((0, ""), (plain.Code, plain.Error));
    }

    [Theory]
    [InlineData("model", 3.0)]
    [InlineData("user", 4.0)]
    public void Data_are_converted_between_the_units_of_both(string units, double expectedSum)
    {
        // The artifact measures its input in tens above 5: 1 for the model is 15 for the user. Its outputs are the model's.
        var quantized = new Recorder([new Channel("speed", "rpm", 5, 10)]);
        Verify(new Accumulator(), quantized, units == "model" ? [1, 2] : [15, 35], "--units", units);
        Assert.Equal(units == "model" ? [15f, 25f] : [15f, 35f], quantized.Seen);
        Assert.Equal(expectedSum, quantized.Seen.Sum(value => (value - 5) / 10));
    }

    [Fact]
    public void Two_models_of_other_origin_are_refused()
    {
        NpyFile.Write(folder["d.npy"], [1, 1, 1], [1]);
        var run = ToolRun.Of(With(new Accumulator(), new Accumulator(features: 2)), "verify", "m.onnx", "m.elstm", "--data", folder["d.npy"]);
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
