using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Passes;
using Xunit.Abstractions;

namespace EdgeLstm.Quantize.Tests.Passes.Cells;

/// <summary>Cells in every scheme, written, read and run, against the float runner on random networks.</summary>
public class CellQuantizationTests(ITestOutputHelper log)
{
    public static TheoryData<string> Names
    {
        get
        {
            var data = new TheoryData<string>();
            foreach (var (name, _) in FamilyCells.All)
                data.Add(name);
            return data;
        }
    }

    [Theory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(Names))]
    public void A_cell_is_close_to_float_in_every_scheme(string name)
    {
        foreach (int units in new[] { 1, 16, 21, 40 })
        {
            var random = new Random(units);
            var network = RandomNetwork.Of(FamilyCells.Layer(name, random, 3, units));
            var data = RandomNetwork.Data(random, 6, 40, 3);
            var error = Enum.GetValues<Scheme>().ToDictionary(s => s, s => Error(network, Quantized.Of(network, data, s), data));
            log.WriteLine($"{name}, {units} units: int8x16 {100 * error[Scheme.Int8x16]:f3} %, int8 {100 * error[Scheme.Int8]:f2} % of range, float32 {error[Scheme.Float32]:g2}");
            Assert.InRange(error[Scheme.Int8x16], 0, 0.005);
            Assert.InRange(error[Scheme.Int8], 0, 0.03);
            Assert.InRange(error[Scheme.Float32], 0, 3e-6);
        }
    }

    [Theory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(Names))]
    public void The_sums_of_two_tiles_fit_an_int16_in_int8(string name)
    {
        foreach (int units in new[] { 5, 20, 21 })
        {
            var random = new Random(units);
            var network = RandomNetwork.Of(FamilyCells.Layer(name, random, 9, units));
            var model = Quantized.Of(network, RandomNetwork.Data(random, 4, 30, 9), Scheme.Int8);
            Assert.True(model.Layers[0] switch
            {
                ArtifactLstm lstm => new EdgeLstm.Layers.LstmLayer(lstm.Inputs, lstm.Outputs, lstm.Data, lstm.CellBits, (short)lstm.HiddenScale).PairSumsFit,
                ArtifactCell cell => new EdgeLstm.Layers.CellLayer(
                    (EdgeLstm.CellKind)cell.Cell, (EdgeLstm.CellFlags)cell.Flags, cell.Inputs, cell.HiddenSize, cell.Outputs, cell.Data).PairSumsFit,
                _ => false,
            });
        }
    }

    [Theory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(Names))]
    public void A_cell_behind_another_with_an_initial_state_is_close_too(string name)
    {
        var random = new Random(3);
        var first = FamilyCells.Layer(name, random, 3, 12);
        first = first with { InitialH = RandomNetwork.Values(random, first.InitialH.Length, 0.4f), InitialC = RandomNetwork.Values(random, first.InitialC.Length, 0.6f) };
        var second = FamilyCells.Layer("GRU reset after", random, first.Outputs, 9) with { Sources = [0] };
        var network = RandomNetwork.Of(first, second, RandomNetwork.Dense(random, 9, 2, source: 1));
        var data = RandomNetwork.Data(random, 6, 15, 3);
        Assert.InRange(Error(network, Quantized.Of(network, data, Scheme.Int8x16), data), 0, 0.005);
        Assert.InRange(Error(network, Quantized.Of(network, data, Scheme.Int8), data), 0, 0.03);
        Assert.InRange(Error(network, Quantized.Of(network, data, Scheme.Float32), data), 0, 3e-6);
    }

    /// <summary>
    /// A gate of levels jumps, and integers jump a little before or after float: what is left is that most of the time they agree.
    /// </summary>
    [Theory]
    [InlineData(FunctionKind.Step)]
    [InlineData(FunctionKind.ThreeLevel)]
    public void Binary_and_three_level_gates_beside_a_soft_output_gate_follow_float(FunctionKind kind)
    {
        var gate = new ScalarFunction(kind, 1);
        var random = new Random(4);
        var layer = FamilyCells.Layer("LSTM", random, 3, 24, 1.5f) with { Cell = new LstmCell { InputGate = gate, ForgetGate = gate } };
        var network = RandomNetwork.Of(layer);
        var data = RandomNetwork.Data(random, 8, 40, 3);
        double error = Error(network, Quantized.Of(network, data, Scheme.Int8x16), data);
        log.WriteLine($"{kind}: {100 * error:f3} %");
        Assert.InRange(error, 0, 0.01);
    }

    [Theory]
    [InlineData("LSTM NFG (1997)", true)]
    [InlineData("LSTM NIAF", true)]
    [InlineData("LSTM CIFG", false)]
    [InlineData("LSTM", false)]
    [InlineData("GRU reset after", false)]
    public void A_cell_state_that_nothing_bounds_is_named(string name, bool named)
    {
        var notes = new List<string>();
        var network = RandomNetwork.Of(FamilyCells.Layer(name, new Random(6), 3, 8));
        Quantized.Of(network, RandomNetwork.Data(new Random(7), 4, 30, 3), Scheme.Int8x16, notes);
        Assert.Equal(named, notes.Any(note => note.Contains("nothing bounds its cell state")));
    }

    [Fact]
    public void A_sum_beyond_what_calibration_saw_saturates_and_does_not_wrap()
    {
        // Gates wide open and a candidate of 1: c counts the samples, and no run of this length was calibrated.
        var layer = FamilyCells.Layer("LSTM NFG (1997)", new Random(8), 1, 4) with
        {
            Cell = new LstmCell { ForgetGate = null, Output = ScalarFunction.Identity },
            W = new float[12],
            U = new float[48],
            Bias = [.. Enumerable.Repeat(9f, 12)],
        };
        var network = RandomNetwork.Of(layer);
        var model = Quantized.Of(network, RandomNetwork.Data(new Random(9), 2, 10, 1), Scheme.Int8x16);
        float[] outputs = Quantized.Run(model, new float[400]);
        for (int t = 1; t < 400; t++)
            Assert.True(outputs[4 * t] >= outputs[4 * (t - 1)] && (t >= 10 || Math.Abs(outputs[4 * t] - t - 1) < 0.02), $"step {t}: {outputs[4 * t]}");
        Assert.InRange(outputs[^1], 10, 33);
    }

    /// <summary>Mean absolute error by the outputs' range.</summary>
    static double Error(Network network, ModelArtifact model, Dataset data)
    {
        var error = new ErrorSummary();
        for (int n = 0; n < data.Windows; n++)
            foreach (var (expected, actual) in Quantized.Run(network, data.Window(n)).Zip(Quantized.Run(model, data.Window(n))))
                error.Add(expected, actual);
        return error.Mean / error.Range;
    }
}
