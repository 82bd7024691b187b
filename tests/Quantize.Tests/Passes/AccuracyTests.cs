using EdgeLstm.Generator.Model;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Import.Onnx;
using EdgeLstm.Quantize.Tests.Shared;
using Xunit.Abstractions;

namespace EdgeLstm.Quantize.Tests.Passes;

/// <summary>
/// A trained model that nobody on this project made: remaining life in cycles, calibrated on every fifth of its 100 windows.
/// </summary>
public class AccuracyTests(ITestOutputHelper log)
{
    static (Network Network, Dataset All, Dataset Calibration) Load()
    {
        var network = OnnxImporter.Import(TestFiles.Shared("rul-lstm64-32", "models", "lstm_model.onnx"));
        var all = Dataset.Load(TestFiles.Shared("rul-lstm64-32", "derived_golden", "in_input_layer.npy"), 17, []);
        var fifth = Enumerable.Range(0, 20).SelectMany(n => all.Window(5 * n).ToArray()).ToArray();
        return (network, all, new(20, all.Steps, all.Features, fifth));
    }

    static double[] Errors(Network network, ModelArtifact model, Dataset data) =>
        [.. Enumerable.Range(0, data.Windows).Select(n => (double)Math.Abs(Quantized.Run(network, data.Window(n))[^1] - Quantized.Run(model, data.Window(n))[^1]))];

    [SharedTheory]
    [InlineData(Scheme.Int8x16, 0.5, 2.0)]
    [InlineData(Scheme.Int8, 1.0, 8.0)]
    [InlineData(Scheme.Float32, 1e-3, 1e-3)]
    [Trait("Category", "Slow")]
    public void The_error_against_float_is_far_below_that_of_the_model(Scheme scheme, double rmse, double max)
    {
        var (network, all, calibration) = Load();
        var errors = Errors(network, Quantized.Of(network, calibration, scheme), all);
        double actual = Math.Sqrt(errors.Average(e => e * e));
        log.WriteLine($"{scheme}: RMSE {actual:g4}, max {errors.Max():g4} cycles");
        Assert.InRange(actual, 0, rmse);
        Assert.InRange(errors.Max(), 0, max);
    }

    [SharedTheory]
    [InlineData(Scheme.Int8x16)]
    [InlineData(Scheme.Int8)]
    public void Constants_take_little_more_than_a_quarter_of_the_float_initializers(Scheme scheme)
    {
        var (network, _, calibration) = Load();
        var model = Quantized.Of(network, calibration, scheme);
        Assert.InRange((double)model.WeightBytes / model.Provenance.SourceWeightBytes, 0.2, 0.28);
    }

    [SharedFact]
    public void The_same_data_give_the_same_text()
    {
        var (network, _, calibration) = Load();
        string first = ArtifactWriter.Write(Quantized.Of(network, calibration, Scheme.Int8x16));
        Assert.Equal(first, ArtifactWriter.Write(Quantized.Of(network, calibration, Scheme.Int8x16)));
    }
}
