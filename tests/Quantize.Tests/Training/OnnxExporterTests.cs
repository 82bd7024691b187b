using EdgeLstm.Generator.Model;
using EdgeLstm.Quantize.Import.Onnx;
using EdgeLstm.Quantize.Reference;
using EdgeLstm.Quantize.Tests.Data;
using EdgeLstm.Quantize.Training;
using EdgeLstm.Quantize.Training.Export;

namespace EdgeLstm.Quantize.Tests.Training;

/// <summary>
/// What is written is what was trained, as the importer reads it. ONNX Runtime 1.20.1 was given the same files by hand and agrees to 3e-6.
/// </summary>
public sealed class OnnxExporterTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, GateKind, bool> Variants
    {
        get
        {
            var data = new TheoryData<string, GateKind, bool>();
            foreach (string cell in NetworkOptions.Cells.Keys)
                foreach (var gates in Enum.GetValues<GateKind>())
                    foreach (bool bidirectional in new[] { false, true })
                    {
                        var options = new NetworkOptions { Cell = cell, Gates = gates, Bidirectional = bidirectional };
                        if (options.HasBlendingGates || gates == GateKind.Soft)
                            data.Add(cell, gates, bidirectional);
                    }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void The_importer_reads_every_variant_as_it_was_trained(string cell, GateKind gates, bool bidirectional)
    {
        var (model, windows, answers) = RandomModel.Make(new() { Cell = cell, Gates = gates, HiddenSize = 5, Layers = 2, Bidirectional = bidirectional });
        OnnxExporter.Write(model, _folder["m.onnx"], "m", "1.2.3", []);
        var network = OnnxImporter.Import(_folder["m.onnx"]);
        var runner = new FloatRunner(network);
        for (int n = 0; n < windows.Length; n++)
        {
            float[] found = runner.Run(windows[n]);
            Assert.Equal(answers[n][0] * 2 + 5, found[0], 1e-5);
            Assert.Equal(answers[n][1], found[1], 1e-5);
        }

        Assert.Equal(RandomModel.Steps, network.WarmUpSteps);
        Assert.Equal(DataRules.Unknown with { TrainedOn = TrainedOn.Windows, Window = RandomModel.Steps }, network.Rules);
        Assert.Equal(["x0", "x1", "x2"], network.Inputs.Select(input => input.Name));
        Assert.Equal((11, 2), (network.Inputs[0].Mean, network.Inputs[0].Scale));
        Assert.Equal(["y", "z"], network.Outputs.Select(output => output.Name));
    }

    [Fact]
    public void Classes_come_out_as_probabilities()
    {
        var (model, windows, answers) = RandomModel.Make(new() { HiddenSize = 5 }, TaskKind.Classification);
        OnnxExporter.Write(model, _folder["m.onnx"], "m", "1.2.3", []);
        float[] found = new FloatRunner(OnnxImporter.Import(_folder["m.onnx"])).Run(windows[0]);
        double total = answers[0].Sum(logit => Math.Exp(logit));
        Assert.Equal(Math.Exp(answers[0][0]) / total, found[0], 1e-5);
        Assert.Equal(1, found.Sum(), 1e-5);
    }
}
