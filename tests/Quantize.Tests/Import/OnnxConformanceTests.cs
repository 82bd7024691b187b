using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Import.Onnx;
using EdgeLstm.Quantize.Import.Onnx.Values;
using EdgeLstm.Quantize.Onnx;
using EdgeLstm.Quantize.Reference;
using EdgeLstm.Quantize.Tests.Shared;
using Google.Protobuf;

namespace EdgeLstm.Quantize.Tests.Import;

/// <summary>
/// Every recurrent case of ONNX's own node tests, and onnx2c's. Their weights are graph inputs: they are stored in the model first, as an
/// exporter would. Initial states stay inputs. docs/onnx.md has the table.
/// </summary>
public class OnnxConformanceTests
{
    public static TheoryData<string> Cases { get; } = [.. Folders("onnx-node-tests").Concat(Folders("onnx2c-lstm-tests")).Order(StringComparer.Ordinal)];

    [SharedTheory]
    [MemberData(nameof(Cases))]
    public void Every_case_computes_the_expected_outputs(string folder)
    {
        var (model, inputs, outputs) = Load(folder);
        var (network, refusals) = OnnxImporter.Inspect(model.ToByteArray(), "model.onnx", null);
        Assert.True(network is not null, refusals.FirstOrDefault()?.Message);

        bool batchFirst = model.Graph.Node[0].Attribute.Any(attribute => attribute is { Name: "layout", I: 1 });
        var x = inputs[model.Graph.Input[0].Name];
        var runner = new FloatRunner(network!);
        int windows = (int)x.Dims[batchFirst ? 0 : 1].Size, steps = (int)x.Dims[batchFirst ? 1 : 0].Size;
        for (int n = 0; n < windows; n++)
        {
            foreach (var (name, state) in inputs.Where(input => network!.Layers.OfType<RecurrentLayer>().Any(layer => layer.InitialHInput?.Name == input.Key || layer.InitialCInput?.Name == input.Key)))
                runner.SetInitialState(name, Row(state, batchFirst ? 0 : 1, n));
            var everyStep = new float[network!.OutputSteps(steps) * network.Outputs.Count];
            float[] last = runner.Run(Row(x, batchFirst ? 0 : 1, n), network.EveryStep ? everyStep : default);

            // Outputs of every step beside those of one: the latter stand in the last row.
            int at = 0, width = network.Outputs.Count;
            foreach (var y in outputs)
            {
                float[] expected = Row(y, batchFirst ? 0 : y.Rank - 2, n);
                int own = Enumerable.Range(0, y.Rank).Where(axis => axis != (batchFirst ? 0 : y.Rank - 2) && !(y.Rank == 4 && axis == (batchFirst ? 1 : 0))).Aggregate(1, (product, axis) => product * (int)y.Dims[axis].Size);
                float[] actual = y.Rank == 4 && network.EveryStep
                    ? [.. Enumerable.Range(0, everyStep.Length / width).SelectMany(row => everyStep.AsSpan(row * width + at, own).ToArray())]
                    : last[at..(at + own)];
                Assert.Equal(expected.Length, actual.Length);
                for (int i = 0; i < expected.Length; i++)
                    Assert.Equal(expected[i], actual[i], 1e-5f);
                at += own;
            }
            Assert.Equal(width, at);
        }
    }

    [SharedFact]
    public void There_are_44_cases() => Assert.Equal(44, Cases.Count);

    [SharedFact]
    public void Weights_that_are_graph_inputs_are_refused()
    {
        var refusal = Assert.Throws<ModelException>(() => OnnxImporter.Import(TestFiles.Shared("onnx2c-lstm-tests", "test_lstm_simple", "model.onnx")));
        Assert.Contains("graph input", refusal.Message);
    }

    static IEnumerable<string> Folders(string root) => TestFiles.SharedData is null ? [] : Directory.GetFiles(TestFiles.Shared(root), "model.onnx", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(TestFiles.SharedData!, Path.GetDirectoryName(path)!).Replace('\\', '/'));

    static (ModelProto Model, Dictionary<string, Constant> Inputs, Constant[] Outputs) Load(string folder)
    {
        string path = TestFiles.Shared(folder.Split('/'));
        var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(path, "model.onnx")));
        var inputs = new Dictionary<string, Constant>();
        string[] states = [.. model.Graph.Node[0].Input.Skip(5).Take(2)];
        for (int i = 0; i < model.Graph.Input.Count; i++)
        {
            var tensor = Tensor($"input_{i}.pb");
            tensor.Name = model.Graph.Input[i].Name;
            inputs[tensor.Name] = Read(tensor);
            if (i > 0 && !states.Contains(tensor.Name))
                model.Graph.Initializer.Add(tensor);
        }
        return (model, inputs, [.. model.Graph.Output.Select((_, i) => Read(Tensor($"output_{i}.pb")))]);

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
