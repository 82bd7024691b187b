using EdgeLstm.Quantize.Import.Onnx;
using EdgeLstm.Quantize.Reference;

namespace EdgeLstm.Quantize.Tests.Import;

public class TorchModelsTests
{
    public static TheoryData<string> Names => [.. GoldenModels.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Imported_models_compute_what_PyTorch_computes(string name)
    {
        var network = OnnxImporter.Import(GoldenModels.ModelPath(name));
        var runner = new FloatRunner(network);
        var (windows, expected) = GoldenModels.Windows(name);
        for (int i = 0; i < windows.Length; i++)
        {
            var everyStep = new float[windows[i].Length / network.Inputs.Count * network.Outputs.Count];
            var last = runner.Run(windows[i], everyStep);
            var actual = network.EveryStep ? everyStep : last;
            Assert.Equal(expected[i].Length, actual.Length);
            for (int k = 0; k < actual.Length; k++)
                Assert.Equal(expected[i][k], actual[k], 1e-5f * Math.Max(1, Math.Abs(expected[i][k])));
        }
    }
}
