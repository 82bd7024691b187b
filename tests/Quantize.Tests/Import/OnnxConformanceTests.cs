using EdgeLstm.Generator.Diagnostics;
using EdgeLstm.Quantize.Import;
using EdgeLstm.Quantize.Import.Onnx;
using EdgeLstm.Quantize.Import.Values;
using EdgeLstm.Quantize.Reference;
using EdgeLstm.Quantize.Tests.Shared;
using Google.Protobuf;

namespace EdgeLstm.Quantize.Tests.Import;

/// <summary>ONNX's and onnx2c's own LSTM cases. Their weights are graph inputs: they are stored in the model first, as an exporter would.</summary>
public class OnnxConformanceTests
{
    [SharedTheory]
    [InlineData("onnx-node-tests/test_lstm_defaults")]
    [InlineData("onnx-node-tests/test_lstm_with_initial_bias")]
    [InlineData("onnx-node-tests/test_lstm_batchwise")]
    [InlineData("onnx-node-tests/older/v1.12.0/test_lstm_defaults")]
    [InlineData("onnx-node-tests/older/v1.12.0/test_lstm_with_initial_bias")]
    [InlineData("onnx-node-tests/older/v1.12.0/test_lstm_batchwise")]
    [InlineData("onnx-node-tests/older/v1.5.0/test_lstm_defaults")]
    [InlineData("onnx-node-tests/older/v1.5.0/test_lstm_with_initial_bias")]
    [InlineData("onnx2c-lstm-tests/test_lstm_intermediate_h")]
    [InlineData("onnx2c-lstm-tests/test_lstm_missing_inputs")]
    [InlineData("onnx2c-lstm-tests/test_lstm_seq_length")]
    [InlineData("onnx2c-lstm-tests/test_lstm_simple")]
    public void Supported_cases_compute_the_expected_outputs(string folder)
    {
        var (model, x, outputs) = Load(folder);
        var (network, refusals) = OnnxImporter.Inspect(model.ToByteArray(), "model.onnx", null);
        Assert.True(network is not null, refusals.FirstOrDefault()?.Message);

        bool batchFirst = model.Graph.Node[0].Attribute.Any(attribute => attribute is { Name: "layout", I: 1 });
        var runner = new FloatRunner(network!);
        int windows = (int)x.Dims[batchFirst ? 0 : 1].Size;
        for (int n = 0; n < windows; n++)
        {
            float[] window = Row(x, batchFirst ? 0 : 1, n);
            var everyStep = new float[window.Length / network!.Inputs.Count * network.Outputs.Count];
            float[] last = runner.Run(window, everyStep);
            float[] expected = [.. outputs.SelectMany(y => Row(y, batchFirst ? 0 : y.Rank - 2, n))];
            float[] actual = network.EveryStep ? everyStep : last;
            Assert.Equal(expected.Length, actual.Length);
            for (int i = 0; i < expected.Length; i++)
                Assert.Equal(expected[i], actual[i], 1e-5f);
        }
    }

    [SharedTheory]
    [InlineData("onnx-node-tests/test_lstm_with_peepholes", "peepholes")]
    [InlineData("onnx2c-lstm-tests/test_lstm_activations", "activations = Relu")]
    [InlineData("onnx2c-lstm-tests/test_lstm_bidirectional", "bidirectional")]
    [InlineData("onnx2c-lstm-tests/test_lstm_reverse", "reverse")]
    [InlineData("onnx2c-lstm-tests/test_lstm_clip", "clip")]
    [InlineData("onnx2c-lstm-tests/test_lstm_y_c", "Y_c")]
    [InlineData("onnx2c-lstm-tests/test_lstm_all_outputs", "Y_c")]
    [InlineData("onnx2c-lstm-tests/test_lstm_with_initial_state", "differs between the rows of a batch")]
    public void Other_cases_are_refused_by_name(string folder, string reason)
    {
        var (network, refusals) = OnnxImporter.Inspect(Load(folder).Model.ToByteArray(), "model.onnx", null);
        Assert.Null(network);
        Assert.Contains(refusals, refusal => refusal.Message.Contains(reason, StringComparison.Ordinal));
    }

    [SharedFact]
    public void Weights_that_are_graph_inputs_are_refused()
    {
        var refusal = Assert.Throws<ModelException>(() => OnnxImporter.Import(TestFiles.Shared("onnx2c-lstm-tests", "test_lstm_simple", "model.onnx")));
        Assert.Contains("graph input", refusal.Message);
    }

    static (ModelProto Model, Constant X, Constant[] Outputs) Load(string folder)
    {
        string path = TestFiles.Shared(folder.Split('/'));
        var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(path, "model.onnx")));
        for (int i = 1; i < model.Graph.Input.Count; i++)
        {
            var tensor = Tensor($"input_{i}.pb");
            tensor.Name = model.Graph.Input[i].Name;
            model.Graph.Initializer.Add(tensor);
        }
        return (model, Read(Tensor("input_0.pb")), [.. model.Graph.Output.Select((_, i) => Read(Tensor($"output_{i}.pb")))]);

        TensorProto Tensor(string name) => TensorProto.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(path, "test_data_set_0", name)));
        Constant Read(TensorProto tensor) => new TensorReader("test", new ExternalData("test", null)).Read(tensor, "test");
    }

    /// <summary>Row <paramref name="index"/> of one axis, the others in order.</summary>
    static float[] Row(Constant tensor, int axis, int index)
    {
        int size = (int)tensor.Dims[axis].Size, inner = tensor.Strides()[axis];
        return [.. tensor.Values.Where((_, i) => i / inner % size == index).Select(value => (float)value)];
    }
}
