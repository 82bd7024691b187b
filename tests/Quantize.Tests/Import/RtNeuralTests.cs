using System.Globalization;
using System.Text;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Import.RtNeural;
using EdgeLstm.Quantize.Reference;
using EdgeLstm.Quantize.Tests.Shared;
using EdgeLstm.Tool.Commands;
using EdgeLstm.Tool.Tests.Commands;

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
    [InlineData("{\"layers\":[{\"type\":\"activation\",\"activation\":\"\",\"shape\":[null,1],\"weights\":[]}]}", ErrorCatalogue.UnsupportedAttribute)]
    [InlineData("{\"in_shape\":[null,2],\"layers\":[{\"type\":\"dense\",\"shape\":[null,1],\"weights\":[[[1]]]}]}", ErrorCatalogue.BadShape)]
    [InlineData("{\"layers\":[{\"type\":\"dense\",\"shape\":[null,1],\"weights\":[[[-Infinity]]]}]}", ErrorCatalogue.NotFinite)]
    [InlineData("{\"d.weight\":[[NaN]]}", ErrorCatalogue.NotFinite)]
    [InlineData("{\"d.weight\":[[NaN]]", ErrorCatalogue.NotRtNeural)]
    [InlineData("{\"layers\":[{\"type\":\"lstm\",\"activation\":\"tanh\",\"recurrent_activation\":\"hard_sigmoid\",\"shape\":[null,1],\"weights\":[]}]}", ErrorCatalogue.UnsupportedAttribute)]
    [InlineData("{\"lstm.weight_ih_l0_reverse\":[[1]]}", ErrorCatalogue.UnsupportedStructure)]
    [InlineData("{\"lstm.weight_ih_l0\":[[1]]}", ErrorCatalogue.BadShape)]
    [InlineData("{\"a.weight\":[[1],[2]],\"b.weight\":[[1]]}", ErrorCatalogue.BadShape)]
    public void Other_files_are_refused(string text, string id) =>
        Assert.Equal(id, Assert.Throws<ModelException>(() => RtNeuralImporter.Import(Encoding.UTF8.GetBytes(text), "model.json")).Id);

    [Theory]
    [InlineData("gru_linear", ErrorCatalogue.UnsupportedAttribute, "activation \"\" of a recurrent layer")]
    [InlineData("gru_nan", ErrorCatalogue.NotFinite, "(NaN)")]
    [InlineData("keras_in_skip", ErrorCatalogue.UnsupportedAttribute, "in_skip = 1")]
    public void What_cannot_be_told_is_refused_by_name(string name, string id, string says)
    {
        var refusal = Assert.Throws<ModelException>(() => RtNeuralImporter.Import(Case(name)));
        Assert.Equal(id, refusal.Id);
        Assert.Contains(says, refusal.Message);
    }

    [Theory]
    [InlineData("in_gain", "6.0")]
    [InlineData("out_gain", "-6")]
    [InlineData("in_skip", "true")]
    [InlineData("skip", "1")]
    public void Gains_and_residuals_around_the_layers_are_refused_unless_they_are_nothing(string key, string value)
    {
        const string Layers = "\"layers\":[{\"type\":\"dense\",\"activation\":\"tanh\",\"shape\":[null,1],\"weights\":[[[1]]]}]";
        Assert.Contains($"{key} = {value}", Assert.Throws<ModelException>(() => Read($"{{{Layers},\"{key}\":{value}}}")).Message);
        Assert.Empty(Read($"{{{Layers},\"{key}\":0.0}}").Notes);
    }

    [Theory]
    [InlineData("sd_relu", "lstm_l0 → d1 → d2", "ReLU")]
    [InlineData("sd_sigmoid", "g_l0 → d", "sigmoid")]
    [InlineData("sd_skip", "rnn_l0 → d", "residual")]
    [InlineData("sd_RNN", "rnn_l0 → d", "tanh")]
    public void A_state_dictionary_comes_with_a_note_of_what_was_taken_for_granted(string name, string order, string what)
    {
        var notes = RtNeuralImporter.Import(Case(name)).Notes;
        Assert.Contains(order, notes[0]);
        Assert.Contains(notes, note => note.Contains(what));
        string shown = ToolRun.Of(null, "inspect", Case(name)).Out;
        Assert.All(notes, note => Assert.Contains($"note: {note}", shown));
    }

    [Fact]
    public void One_bias_is_a_GRU_whose_reset_gate_stands_in_front_of_the_product()
    {
        var network = Read("{\"layers\":[{\"type\":\"gru\",\"activation\":\"tanh\",\"shape\":[null,1],\"weights\":[[[0.5,-0.25,1]],[[0.75,0.5,-1]],[0.1,0.2,0.3]]}]}");
        Assert.False(((GruCell)((RecurrentLayer)network.Layers[0]).Cell).ResetAfter);
        Assert.Contains("reset_after=False", Assert.Single(network.Notes));
        // z, r, h of two steps of 1, by hand.
        var runner = new FloatRunner(network);
        double h = 0;
        var output = new float[1];
        for (int t = 0; t < 2; t++)
        {
            double z = 1 / (1 + Math.Exp(-(0.5 + 0.75 * h + 0.1))), r = 1 / (1 + Math.Exp(-(-0.25 + 0.5 * h + 0.2))), candidate = Math.Tanh(1 - r * h + 0.3);
            h = z * h + (1 - z) * candidate;
            runner.Step([1], output);
            Assert.Equal((float)h, output[0], 1e-6f);
        }
    }

    [Fact]
    public void An_open_function_of_a_dense_layer_and_entries_that_are_not_read_are_noted()
    {
        var notes = Read("{\"in_shape\":[null,1],\"author\":\"me\",\"layers\":[{\"type\":\"dense\",\"activation\":\"\",\"shape\":[null,1],\"weights\":[[[1]]]},{\"type\":\"activation\",\"activation\":\"relu\",\"shape\":[null,1],\"weights\":[]},"
            + "{\"type\":\"dense\",\"activation\":\"\",\"unit_forget\":1,\"shape\":[null,1],\"weights\":[[[1]]]}]}").Notes;
        Assert.Contains(notes, note => note.Contains("dense_2") && !note.Contains("dense_1") && note.Contains("linear"));
        Assert.Contains(notes, note => note.Contains("'author'"));
        Assert.Contains(notes, note => note.Contains("'unit_forget'"));
    }

    static Network Read(string text) => RtNeuralImporter.Import(Encoding.UTF8.GetBytes(text), "model.json");

    static string Case(string name) => Path.Combine(TestFiles.Repository, "tests", "Golden", "cases", "import", $"{name}.json");

    static string Model(string name) => TestFiles.Shared("rtneural", "models", $"{name}.json");

    static float[] Column(string name, string which) =>
        [.. File.ReadLines(TestFiles.Shared("rtneural", "test_data", $"{name}_{which}_python.csv")).Select(line => float.Parse(line, CultureInfo.InvariantCulture))];
}
