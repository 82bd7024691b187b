using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Passes;
using EdgeLstm.Quantize.Tests.Passes.Cells;

namespace EdgeLstm.Quantize.Tests.Passes;

public class QuantizationErrorsTests
{
    static readonly Network Stacked = RandomNetwork.Of(
        RandomNetwork.Lstm(new Random(51), 3, 9), RandomNetwork.Lstm(new Random(52), 9, 6, source: 0), RandomNetwork.Dense(new Random(53), 6, 2, source: 1));

    static readonly Dataset Samples = RandomNetwork.Data(new Random(54), 5, 20, 3);

    static QuantizationErrors Measure(Scheme scheme, Dataset data) => QuantizationErrors.Measure(Stacked, Quantized.Of(Stacked, data, scheme), data, default);

    [Fact]
    public void The_float_scheme_has_next_to_none()
    {
        var errors = Measure(Scheme.Float32, Samples);
        Assert.All(errors.Outputs, e => Assert.InRange(e.Max, 0, 1e-5));
        Assert.Equal(["lstm0 hidden state", "lstm1 hidden state", "dense2 output"], errors.Parts.Select(p => $"{p.Layer} {p.What}"));
    }

    [Theory]
    [InlineData(Scheme.Int8, 0.05)]
    [InlineData(Scheme.Int8x16, 0.01)]
    public void Each_layer_and_gate_is_measured_and_small(Scheme scheme, double limit)
    {
        var errors = Measure(scheme, Samples);
        string[] gates = ["input gate", "forget gate", "candidate", "output gate", "cell state", "hidden state"];
        Assert.Equal([.. gates.Select(g => $"lstm0 {g}"), .. gates.Select(g => $"lstm1 {g}"), "dense2 output"], errors.Parts.Select(p => $"{p.Layer} {p.What}"));
        Assert.All(errors.Parts, p => Assert.InRange(p.Error.Rmse, 1e-7, limit));
        Assert.All(errors.Parts, p => Assert.InRange(p.Error.Range, 0.01, 3));
        Assert.Equal((100, 0), (errors.Steps, errors.Saturated));
    }

    public static TheoryData<string> Cells => [.. FamilyCells.All.Select(cell => cell.Name)];

    /// <summary>
    /// What an integer step never stores is read out of its constants, whose units are those of float only where each factor between is
    /// known.
    /// </summary>
    [Theory]
    [MemberData(nameof(Cells))]
    public void Every_gate_candidate_and_state_of_every_cell_is_measured_and_small(string name)
    {
        foreach (var (scheme, limit) in new[] { (Scheme.Int8x16, 0.01), (Scheme.Int8, 0.05) })
        {
            foreach (int units in (int[])[5, 21])
            {
                var random = new Random(61);
                var layer = FamilyCells.Layer(name, random, 3, units);
                var network = RandomNetwork.Of(layer);
                var data = RandomNetwork.Data(random, 5, 20, 3);
                var errors = QuantizationErrors.Measure(network, Quantized.Of(network, data, scheme), data, default);
                string[] gates = layer.Cell is ElmanCell ? [] : [.. layer.Cell.Gates], state = layer.Cell.HasCellState ? ["cell state"] : [];
                Assert.Equal([.. gates, .. state, "hidden state"], errors.Parts.Select(p => p.What));
                Assert.All(errors.Parts, p => Assert.True(p.Error.Range is > 1e-3 and < 30 && p.Error.Rmse < limit * p.Error.Range, $"{units} units, {scheme}, {p.What}: {p.Error.Rmse:g3} of {p.Error.Range:g3}"));
            }
        }
    }

    [Fact]
    public void A_value_that_is_not_a_number_is_the_same_to_both_sides()
    {
        // Far from 0, so that taking it for 0 would show.
        var data = Samples with { Values = [.. Samples.Values.Select((v, k) => k % 3 == 1 ? v + 20 : v)] };
        for (int k = 1; k < data.Values.Length; k += 30)
            data.Values[k] = float.NaN;
        var errors = Measure(Scheme.Int8x16, data);
        Assert.All(errors.Parts, p => Assert.InRange(p.Error.Rmse, 0, 0.01));
        Assert.Equal(10, errors.Saturated);
    }

    [Fact]
    public void Of_large_data_a_part_is_measured_and_never_none()
    {
        var network = RandomNetwork.Of(new Random(55), 1, 1);
        var model = Quantized.Of(network, RandomNetwork.Data(new Random(55), 1, 100, 1), Scheme.Int8);
        foreach (var (windows, steps) in new[] { (4000, 10), (1, 40_000), (2, 21_000) })
            Assert.InRange(QuantizationErrors.Measure(network, model, RandomNetwork.Data(new Random(55), windows, steps, 1), default).Steps, 10_000, 30_000);
    }

    [Fact]
    public void Without_windows_every_step_of_the_recording_counts()
    {
        var errors = Measure(Scheme.Int8, RandomNetwork.Data(new Random(56), 1, 60, 3));
        Assert.True(errors.Outputs[0].Rmse > 0 && errors.Outputs[0].Mean > 0 && errors.Outputs[0].Max >= errors.Outputs[0].Rmse);
    }
}
