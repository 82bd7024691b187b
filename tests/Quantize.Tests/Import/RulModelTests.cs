using System.Runtime.InteropServices;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Import.Onnx;
using EdgeLstm.Quantize.Reference;
using EdgeLstm.Quantize.Tests.Shared;

namespace EdgeLstm.Quantize.Tests.Import;

/// <summary>A model made elsewhere, by tf2onnx, against ONNX Runtime's outputs.</summary>
public class RulModelTests
{
    [SharedFact]
    public void A_tf2onnx_model_computes_what_ONNX_Runtime_computes()
    {
        var network = OnnxImporter.Import(TestFiles.Shared("rul-lstm64-32", "models", "lstm_model.onnx"));
        float[] windows = ReadNpy(TestFiles.Shared("rul-lstm64-32", "derived_golden", "in_input_layer.npy"));
        float[] expected = ReadNpy(TestFiles.Shared("rul-lstm64-32", "derived_golden", "out_output_0.npy"));

        Assert.Equal([64, 32, 16, 1], network.Layers.Select(layer => layer.Outputs));
        Assert.Equal((30, 17, "input_layer_0", "output_0"), (network.Window, network.Inputs.Count, network.Inputs[0].Name, network.Outputs[0].Name));
        var runner = new FloatRunner(network);
        int size = 30 * 17;
        Assert.Equal(100, windows.Length / size);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], runner.Run(windows.AsSpan(i * size, size))[0], 1e-3f);
    }

    [SharedFact]
    public void Source_weight_bytes_count_the_float_initializers()
    {
        var network = OnnxImporter.Import(TestFiles.Shared("rul-lstm64-32", "models", "lstm_model.onnx"));
        long parameters = network.Layers.Sum(layer => layer.Parameters);
        long secondBiases = network.Layers.OfType<RecurrentLayer>().Sum(layer => layer.Bias.Length); // ONNX stores two biases, and one scalar zero twice
        Assert.InRange(network.SourceWeightBytes, 4 * (parameters + secondBiases), 4 * (parameters + secondBiases + 2));
    }

    /// <summary>Float32, row-major, version 1: what the shared files are.</summary>
    static float[] ReadNpy(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        return MemoryMarshal.Cast<byte, float>(bytes.AsSpan(10 + BitConverter.ToUInt16(bytes, 8))).ToArray();
    }
}
