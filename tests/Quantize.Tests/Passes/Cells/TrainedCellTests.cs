using EdgeLstm.Quantize.Passes;
using Xunit.Abstractions;

namespace EdgeLstm.Quantize.Tests.Passes.Cells;

/// <summary>
/// Every cell with trained weights: float against the script's equations, integers against float. docs/family.md has the figures.
/// </summary>
[Trait("Category", "Slow")]
public class TrainedCellTests(ITestOutputHelper log)
{
    const double Limit = 0.005;

    public static TheoryData<string> Names => TrainedCells.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void The_float_runner_gives_what_the_script_computed(string name)
    {
        var (calibration, _) = TrainedCells.Data;
        var network = TrainedCells.Network(name);
        float[] actual = [.. Quantized.Run(network, calibration.Window(0)), .. Quantized.Run(network, calibration.Window(1))];
        float[] expected = TrainedCells.Expected(name);
        Assert.Equal(expected.Length, actual.Length);
        for (int k = 0; k < expected.Length; k++)
            Assert.Equal(expected[k], actual[k], 1e-5f);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Integers_stay_within_half_a_percent_of_the_outputs_range(string name)
    {
        var (calibration, measured) = TrainedCells.Data;
        var network = TrainedCells.Network(name);
        var errors = Enum.GetValues<Scheme>().ToDictionary(s => s, s => QuantizationErrors.Measure(network, Quantized.Of(network, calibration, s), measured, default).Outputs[0]);
        string Percent(Scheme s) => $"{100 * errors[s].Mean / errors[s].Range:f3} | {100 * errors[s].Max / errors[s].Range:f2}";
        log.WriteLine($"| {name} | {Percent(Scheme.Int8x16)} | {Percent(Scheme.Int8)} | {errors[Scheme.Float32].Max:g2} |");
        Assert.InRange(errors[Scheme.Int8x16].Mean / errors[Scheme.Int8x16].Range, 0, Limit);
        Assert.InRange(errors[Scheme.Int8].Mean / errors[Scheme.Int8].Range, 0, 0.03);
        Assert.InRange(errors[Scheme.Float32].Max / errors[Scheme.Float32].Range, 0, 1e-5);
    }

    /// <summary>24 windows are few for a gate that jumps: the other half says the same.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Calibrated_on_the_other_half_they_do_too(string name)
    {
        var (measured, calibration) = TrainedCells.Data;
        var network = TrainedCells.Network(name);
        var error = QuantizationErrors.Measure(network, Quantized.Of(network, calibration, Scheme.Int8x16), measured, default).Outputs[0];
        log.WriteLine($"{name}: {100 * error.Mean / error.Range:f3} %");
        Assert.InRange(error.Mean / error.Range, 0, Limit);
    }
}
