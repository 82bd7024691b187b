using System.Globalization;
using System.Text;
using EdgeLstm.Generator.Diagnostics;
using EdgeLstm.Quantize.Commands;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Import.RtNeural;
using EdgeLstm.Quantize.Reference;
using EdgeLstm.Quantize.Tests.Commands;
using EdgeLstm.Quantize.Tests.Shared;

namespace EdgeLstm.Quantize.Tests.Import;

/// <summary>RTNeural's own test models, one sample at a time, against what Keras and PyTorch computed.</summary>
public class RtNeuralTests
{
    [SharedTheory]
    [InlineData("dense")]
    [InlineData("gru")]
    [InlineData("gru_1d")]
    [InlineData("gru_torch")]
    [InlineData("lstm")]
    [InlineData("lstm_1d")]
    [InlineData("lstm_torch")]
    public void Models_stream_what_python_computed(string name)
    {
        var runner = new FloatRunner(RtNeuralImporter.Import(Model(name)));
        float[] x = Column(name, "x"), y = Column(name, "y"), output = new float[1];
        for (int t = 0; t < y.Length; t++)
        {
            runner.Step(x.AsSpan(t, 1), output);
            Assert.Equal(y[t], output[0], 1e-6f);
        }
    }

    [SharedFact]
    public void A_model_with_a_convolution_streams_what_it_computes_in_a_window()
    {
        var network = RtNeuralImporter.Import(Model("full_model"));
        Assert.Equal(["DenseLayer", "ConvLayer", "RecurrentLayer", "DenseLayer"], network.Layers.Select(layer => layer.GetType().Name));
        Assert.True(network.CanStream);
        var runner = new FloatRunner(network);
        float[] x = Column("gru", "x"), window = new float[x.Length], output = new float[1];
        runner.Run(x, window);
        runner.Reset();
        for (int t = 0; t < x.Length; t++)
        {
            runner.Step(x.AsSpan(t, 1), output);
            Assert.Equal(window[t], output[0], 1e-6f);
        }
    }

    [SharedFact]
    public void The_bad_model_is_told_apart()
    {
        var refusal = Assert.Throws<ModelException>(() => RtNeuralImporter.Import(Model("bad_lstm")));
        Assert.Equal(ErrorCatalogue.BadShape, refusal.Id);
        Assert.Equal("error ELSTM106: bad_lstm.json, node 'layer 1, lstm': found 'shape' of 16 units, and weights 0 of shape [1, 80], expected [inputs, 64]; "
            + "the file contradicts itself: export the model again, or correct 'shape' if the weights are right", $"error {refusal.Id}: {refusal.Message}");
    }

    [SharedFact]
    public void Inspect_and_run_take_them()
    {
        var inspected = ToolRun.Of(null, "inspect", Model("lstm"), "--json");
        Assert.Equal(ExitCode.Success, inspected.Code);
        Assert.Contains("Gers 2000", inspected.Out);
        Assert.Equal(ExitCode.Failure, ToolRun.Of(null, "inspect", Model("bad_lstm")).Code);
    }

    [Theory]
    [InlineData("", ErrorCatalogue.NotRtNeural)]
    [InlineData("[]", ErrorCatalogue.NotRtNeural)]
    [InlineData("{}", ErrorCatalogue.NotRtNeural)]
    [InlineData("{\"layers\":7}", ErrorCatalogue.NotRtNeural)]
    [InlineData("{\"layers\":[]}", ErrorCatalogue.NotRtNeural)]
    [InlineData("{\"layers\":[{\"type\":\"dense\"}]}", ErrorCatalogue.NotRtNeural)]
    [InlineData("{\"layers\":[{\"type\":\"conv2d\",\"shape\":[null,1],\"weights\":[]}]}", ErrorCatalogue.UnsupportedOperator)]
    [InlineData("{\"layers\":[{\"type\":\"dense\",\"shape\":[null,1],\"weights\":[[[1],[1,2]]]}]}", ErrorCatalogue.BadShape)]
    [InlineData("{\"layers\":[{\"type\":\"dense\",\"shape\":[null,1],\"weights\":[[[1e99]]]}]}", ErrorCatalogue.NotFinite)]
    [InlineData("{\"layers\":[{\"type\":\"dense\",\"activation\":\"mish\",\"shape\":[null,1],\"weights\":[[[1]]]}]}", ErrorCatalogue.UnsupportedAttribute)]
    [InlineData("{\"lstm.weight_ih_l0_reverse\":[[1]]}", ErrorCatalogue.UnsupportedStructure)]
    [InlineData("{\"lstm.weight_ih_l0\":[[1]]}", ErrorCatalogue.BadShape)]
    [InlineData("{\"a.weight\":[[1],[2]],\"b.weight\":[[1]]}", ErrorCatalogue.BadShape)]
    public void Other_files_are_refused(string text, string id) =>
        Assert.Equal(id, Assert.Throws<ModelException>(() => RtNeuralImporter.Import(Encoding.UTF8.GetBytes(text), "model.json")).Id);

    static string Model(string name) => TestFiles.Shared("rtneural", "models", $"{name}.json");

    static float[] Column(string name, string which) =>
        [.. File.ReadLines(TestFiles.Shared("rtneural", "test_data", $"{name}_{which}_python.csv")).Select(line => float.Parse(line, CultureInfo.InvariantCulture))];
}
