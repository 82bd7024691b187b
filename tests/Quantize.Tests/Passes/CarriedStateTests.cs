using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Import.Onnx;
using EdgeLstm.Quantize.Passes;
using EdgeLstm.Quantize.Reference;
using EdgeLstm.Quantize.Tests.Family;
using EdgeLstm.Quantize.Tests.Shared;

namespace EdgeLstm.Quantize.Tests.Passes;

/// <summary>
/// A stream runs longer than the windows that calibration saw: its state has room, and what is cut off all the same is counted.
/// </summary>
public class CarriedStateTests
{
    /// <summary>20 steps up, 21 down.</summary>
    static float[] UpAndDown => [.. Enumerable.Range(0, 41).Select(t => t < 20 ? 1f : -1f)];

    [Theory]
    [InlineData("countf", 3)]
    [InlineData("countf", 20)]
    [InlineData("countf", 200)]
    [InlineData("count1", 20)]
    public void A_network_that_counts_counts_on_in_integers(string name, int windows)
    {
        var network = Counting(name);
        float[] expected = Quantized.Run(network, UpAndDown), actual = Quantized.Run(Quantized.Of(network, Windows(windows, 5), Scheme.Int8x16), UpAndDown);
        foreach (int step in (int[])[20, 39, 41])
            Assert.Equal(expected[step - 1], actual[step - 1], 0.02);
    }

    [Theory]
    [InlineData(Scheme.Int8)]
    [InlineData(Scheme.Int8x16)]
    [Trait("Category", "Slow")]
    public void A_state_that_is_cut_off_is_counted_and_generated_code_counts_the_same(Scheme scheme)
    {
        var network = Counting("countf");
        var log = new Dataset(1, 5, 1, [1, 1, 1, -1, -1]); // five samples of one stream, and so all that it is said to do
        var model = Quantized.Of(network, log, scheme);
        var runner = new IntegerRunner(model);
        var output = new float[model.Outputs.Count];
        long first = -1;
        for (int t = 0; t < 41; t++)
        {
            runner.Step(UpAndDown.AsSpan(t, 1), output);
            if (first < 0 && runner.SaturatedStates > 0)
                first = t;
        }

        Assert.InRange(first, 3, 19);
        Assert.InRange(runner.SaturatedStates, 20 - first, 41);
        Assert.Equal(runner.SaturatedStates, new GeneratedClass(model).Stream(UpAndDown, new float[41 * output.Length]));
        runner.Reset();
        Assert.Equal(0, runner.SaturatedStates);
        Assert.Equal(0, new GeneratedClass(model).Stream([1, 1, 1, -1, -1], new float[5 * output.Length]));
    }

    [Fact]
    public void Initial_states_that_are_cut_off_are_counted()
    {
        var network = OnnxImporter.Import(Path.Combine(TestFiles.Repository, "tests/Golden/cases/import/step_export.onnx"));
        var model = Quantized.Of(network, RandomNetwork.Data(new Random(1), 1, 100, network.Inputs.Count), Scheme.Int8x16);
        var runner = new IntegerRunner(model);
        var cell = model.States.First(state => state.IsCell);
        var values = new float[((ArtifactRecurrent)model.Layers[cell.Layer]).StateWidth(cell: true)];
        values[0] = 1e6f;
        runner.SetInitialState(cell.Name, values);
        runner.Reset();
        Assert.Equal(1, runner.SaturatedStates);
        runner.SetInitialState(cell.Name, new float[values.Length]);
        runner.Reset();
        Assert.Equal(0, runner.SaturatedStates);
    }

    /// <summary>
    /// The example's pump, trained with its state carried on, on a part of its own calibration data, cut into windows: h of remaining
    /// life.
    /// </summary>
    [Theory]
    [InlineData(8, 0.3)] // what recurrent weights read in eight samples from reset is not what they read later
    [InlineData(24, 0.2)]
    [InlineData(96, 0.2)]
    [Trait("Category", "Slow")]
    public void The_pump_calibrated_on_windows_is_right_on_the_stream(int steps, double most)
    {
        var network = OnnxImporter.Import(Path.Combine(TestFiles.Repository, "examples/raspberrypi/models/pump.onnx"));
        var log = Dataset.Load(Path.Combine(TestFiles.Repository, "examples/raspberrypi/models/pump-calibration.csv"), 6, [.. network.Inputs.Select(input => input.Name)]);
        var stream = log.Values[..(2000 * 6)];
        float[] windows = [.. Enumerable.Range(0, 200).SelectMany(n => stream.AsSpan(n * (2000 - steps) / 199 * 6, steps * 6).ToArray())];
        var model = Quantized.Of(network, new(200, steps, 6, windows), Scheme.Int8x16);
        float[] expected = Quantized.Run(network, stream), actual = Quantized.Run(model, stream);
        double[] errors = [.. Enumerable.Range(0, 2000).Select(t => (double)Math.Abs(expected[2 * t] - actual[2 * t]))];
        Assert.InRange(Math.Sqrt(errors.Average(e => e * e)), 0, most);
        Assert.InRange(errors.Max(), 0, 2);
    }

    [Fact]
    public void A_network_made_for_windows_keeps_the_resolution_that_they_allow()
    {
        var free = Counting("countf");
        var stream = CalibrationStatistics.Collect(free, Windows(20, 5), default);
        var declared = CalibrationStatistics.Collect(free with { Window = 5 }, Windows(20, 5), default);
        var trained = CalibrationStatistics.Collect(free with { Rules = free.Rules with { TrainedOn = TrainedOn.Windows, Window = 5 } }, Windows(20, 5), default);
        Assert.Equal(declared.MaxCell[0], trained.MaxCell[0]);
        Assert.InRange(stream.MaxCell[0], 2 * declared.MaxCell[0], float.PositiveInfinity);
    }

    [Fact]
    public void Windows_that_slide_over_known_series_are_carried_on_along_those()
    {
        var network = Counting("countf");
        var log = new Dataset(1, 60, 1, [.. Enumerable.Range(0, 60).Select(t => t < 40 ? 1f : -1f)]);
        var whole = CalibrationStatistics.Collect(network, log, default);
        var sliding = CalibrationStatistics.Collect(network, log.Sliding(5), default);
        Assert.Equal(whole.MaxCell[0], sliding.MaxCell[0]);
    }

    static Network Counting(string name) => OnnxImporter.Import(Path.Combine(TestFiles.Repository, "tests/Golden/cases/people", name + ".onnx"));

    static Dataset Windows(int count, int steps)
    {
        var random = new Random(1);
        return new(count, steps, 1, [.. Enumerable.Range(0, count * steps).Select(_ => random.Next(2) == 0 ? -1f : 1f)]);
    }
}
