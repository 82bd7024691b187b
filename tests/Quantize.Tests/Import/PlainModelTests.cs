using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Import.Onnx;
using EdgeLstm.Quantize.Onnx;
using EdgeLstm.Quantize.Reference;
using EdgeLstm.Quantize.Tests.Family;
using EdgeLstm.Quantize.Tests.Shared;
using Google.Protobuf;

namespace EdgeLstm.Quantize.Tests.Import;

/// <summary>What stood in the way of the plainest models: cases/import, with what ONNX Runtime computed.</summary>
public class PlainModelTests
{
    /// <summary>Flatten of all steps; a bound that is no bound; a head that is a convolution; tf2onnx's dense layer at every step.</summary>
    [Theory]
    [InlineData("flatten_steps")]
    [InlineData("clip_inf")]
    [InlineData("conv1x1_head")]
    [InlineData("keras_tensordot")]
    [InlineData("attention_pool")]
    [InlineData("dynamo_batch1")]
    [InlineData("batch_first_forgotten_n1")]
    [Trait("Category", "Slow")]
    public void It_computes_what_onnx_runtime_did_in_float_in_integers_and_in_generated_code(string name) => Check(Case(name));

    /// <summary>tests/Golden/plain: the ways in which people write the same.</summary>
    [Theory]
    [MemberData(nameof(Written))]
    [Trait("Category", "Slow")]
    public void It_computes_what_pytorch_did_in_float_in_integers_and_in_generated_code(string name) => Check(Plain(name));

    public static TheoryData<string> Written() =>
        [.. Directory.GetFiles(Plain(""), "*.onnx").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    static void Check(string path)
    {
        var network = OnnxImporter.Import($"{path}.onnx");
        var x = NpyFile.Read($"{path}.x.npy");
        float[] expected = NpyFile.Read($"{path}.expected_y.npy").Values;
        int windows = x.Shape[0], samples = x.Shape[1], features = x.Shape[2], each = expected.Length / windows;
        var data = new Dataset(windows, samples, features, x.Values);
        float range = expected.Length == 1 ? MathF.Abs(expected[0]) : expected.Max() - expected.Min();
        foreach (var (scheme, tolerance) in new[] { (Scheme.Float32, 1e-5f), (Scheme.Int8x16, 0.02f * range), (Scheme.Int8, 0.08f * range) })
        {
            var model = Passes.Quantized.Of(network, data, scheme);
            var (runner, generated) = (new IntegerRunner(model), new GeneratedClass(model));
            for (int n = 0; n < windows; n++)
            {
                float[] window = data.Window(n).ToArray(), actual = new float[each], compiled = new float[each];
                runner.Predict(window, actual);
                generated.Predict(window, samples, new Dictionary<string, float[]>(), compiled);
                Assert.Equal(actual, compiled);
                Near(expected.AsSpan(n * each, each), actual, tolerance);
                float[] floats = new float[each];
                if (network.EveryStep)
                    new FloatRunner(network).Run(window, floats);
                else
                    floats = new FloatRunner(network).Run(window);
                Near(expected.AsSpan(n * each, each), floats, 1e-5f);
            }
        }
    }

    [Fact]
    public void All_steps_of_a_window_of_any_length_are_refused_by_that()
    {
        var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(Case("flatten_steps") + ".onnx"));
        model.Graph.Input[0].Type.TensorType.Shape.Dim[1] = new() { DimParam = "time" };
        var flatten = model.Graph.Node.Single(node => node.OpType == "Reshape");
        flatten.OpType = "Flatten";
        flatten.Input.RemoveAt(1);
        var refusal = OnnxImporter.Inspect(model.ToByteArray(), "free.onnx", null).Refusals[0];
        Assert.Equal(ErrorCatalogue.UnsupportedStructure, refusal.Id);
        Assert.Contains("a dense layer over all steps of a window of any length", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>The batch is free as declared, and 1 in a Reshape: it is read as one window, and a note says so.</summary>
    [Fact]
    public void A_graph_that_was_traced_with_one_window_says_that_it_is_read_so()
    {
        Assert.Contains(OnnxImporter.Import(Case("dynamo_batch1") + ".onnx").Notes,
            note => note.Contains("axis 0 ('N') of 'x' is free", StringComparison.Ordinal));
        var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(Case("dynamo_batch1") + ".onnx"));
        var shape = model.Graph.Initializer.Single(tensor => tensor.Name == "rs");
        shape.RawData = ByteString.Empty;
        shape.Int64Data.Clear();
        shape.Int64Data.AddRange([5, 2, 4]);
        Assert.Contains("Reshape of [5, 1, free, 4] to [5, 2, 4]", Refusal(model), StringComparison.Ordinal);
    }

    [Fact]
    public void A_recurrence_over_what_the_author_calls_the_batch_is_refused_by_that()
    {
        string message = Refusal(ModelProto.Parser.ParseFrom(File.ReadAllBytes(Case("batch_first_forgotten") + ".onnx")));
        Assert.Contains("Gather of place 5 on axis 1 of the graph's input, the batch, while the recurrence runs over axis 0 ('batch')",
            message, StringComparison.Ordinal);
        Assert.Contains("set batch_first=True (PyTorch)", message, StringComparison.Ordinal);
    }

    /// <summary>With a batch of one the recurrence has a single step: the graph answers for one sample, whatever the others are.</summary>
    [Theory]
    [InlineData(5)]
    [InlineData(2)]
    [InlineData(-1)]
    public void A_recurrence_over_a_batch_of_one_answers_for_the_picked_sample_alone(int place)
    {
        var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(Case("batch_first_forgotten_n1") + ".onnx"));
        string index = model.Graph.Node.Single(node => node.OpType == "Gather").Input[1];
        var indices = model.Graph.Initializer.Single(tensor => tensor.Name == index);
        indices.Int64Data.Clear();
        indices.RawData = ByteString.CopyFrom(BitConverter.GetBytes((long)place));
        var network = OnnxImporter.Inspect(model.ToByteArray(), "changed.onnx", null).Network!;
        Assert.Equal(6, network.Window);
        Assert.Contains(network.Notes, note => note.Contains("it answers for that one sample, from the initial state",
            StringComparison.Ordinal));
        int sample = (place + 6) % 6;
        float[] window = [.. Enumerable.Range(0, 18).Select(k => MathF.Sin(k))], others = new float[18];
        window.AsSpan(3 * sample, 3).CopyTo(others.AsSpan(3 * sample));
        float[] answer = new FloatRunner(network).Run(window);
        Assert.Equal(answer, new FloatRunner(network).Run(others));
        others[3 * sample] += 1;
        Assert.NotEqual(answer, new FloatRunner(network).Run(others));
    }

    [Theory]
    [InlineData("packed-unsorted", "sequences sorted by their lengths (TopK)", "enforce_sorted=True")]
    [InlineData("mask", "sequence_lens computed from the samples of 'x' (ReduceMax, Cast, ReduceSum)", "build the model without Masking")]
    public void Lengths_that_no_caller_gives_are_refused_by_where_they_come_from(string name, string found, string remedy)
    {
        string message = Refusal(ModelProto.Parser.ParseFrom(File.ReadAllBytes(Case(name) + ".onnx")));
        Assert.Contains(found, message, StringComparison.Ordinal);
        Assert.Contains(remedy, message, StringComparison.Ordinal);
    }

    /// <summary>A state of zeros for the three windows that the exporter saw is one for any number, if all rows are alike.</summary>
    [Fact]
    public void A_state_that_was_frozen_to_the_traced_batch_is_read_for_any()
    {
        string file = Case("packed-sorted-exported-with-batch-3") + ".onnx";
        var network = OnnxImporter.Import(file);
        Assert.Equal("n", network.LengthInput);
        Assert.Contains(network.Notes, note => note.Contains("traced with 3 windows", StringComparison.Ordinal));
        var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(file));
        var zeros = model.Graph.Node.Single(node => node.Output.Contains("onnx::Expand_11")).Attribute[0].T;
        zeros.Dims[1] = 1;
        zeros.RawData = ByteString.CopyFrom(new byte[4 * 5]);
        var single = OnnxImporter.Inspect(model.ToByteArray(), "single.onnx", null).Network!;
        float[] window = [.. Enumerable.Range(0, 6 * 4).Select(k => MathF.Sin(k))];
        Assert.Equal(new FloatRunner(single).Run(window), new FloatRunner(network).Run(window));
        zeros.Dims[1] = 3;
        zeros.RawData = ByteString.CopyFrom([.. Enumerable.Range(0, 15).SelectMany(k => BitConverter.GetBytes((float)k))]);
        Assert.Contains("3 different rows expanded to a batch of any size", Refusal(model), StringComparison.Ordinal);
    }

    [Fact]
    public void A_refusal_says_who_wrote_the_file_and_at_which_opset()
    {
        var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(Case("packed-unsorted") + ".onnx"));
        Assert.StartsWith("changed.onnx (pytorch 1.13.0, opset 13), node '/TopK': ", Refusal(model), StringComparison.Ordinal);
    }

    /// <summary>The model of one sample a call has a Step; that of a window with an answer for all of it has none.</summary>
    [Theory]
    [InlineData("dense-one-sample", true, true)]
    [InlineData("dense-each-step", true, true)]
    [InlineData("dense-all-steps", false, false)]
    [InlineData("conv-alone", false, true)]
    public void A_graph_without_a_recurrent_layer_steps_where_its_layers_do(string name, bool streams, bool everyStep)
    {
        var network = OnnxImporter.Import(Plain(name) + ".onnx");
        Assert.Equal((streams, everyStep), (network.CanStream, network.EveryStep));
        Assert.DoesNotContain(network.Layers, layer => layer is RecurrentLayer);
    }

    /// <summary>Weights that are an answer, too; two scores a step; a gate of one number a step; attention of all steps to all.</summary>
    [Theory]
    [InlineData("the weights as an output", "softmax over time whose weights are given out")]
    [InlineData("no sum", "steps times the weights of softmax over time, without their sum over time")]
    [InlineData("two scores", "Softmax over time of 4 features")]
    [InlineData("all to all", "MatMul of two computed values")]
    public void What_is_no_attention_pooling_is_refused_by_that(string what, string found)
    {
        var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(Case("attention_pool") + ".onnx"));
        var nodes = model.Graph.Node;
        NodeProto Of(string type) => nodes.Single(node => node.OpType == type);
        switch (what)
        {
            case "the weights as an output":
                model.Graph.Output.Add(new ValueInfoProto { Name = Of("Softmax").Output[0] });
                break;
            case "no sum":
                Of("Gemm").Input[0] = Of("Mul").Output[0];
                Of("Gemm").OpType = "MatMul";
                break;
            case "two scores":
                Of("Softmax").Input[0] = Of("MatMul").Input[0];
                break;
            default:
                Of("MatMul").Input[1] = Of("MatMul").Input[0];
                break;
        }

        Assert.Contains(found, Refusal(model), StringComparison.Ordinal);
    }

    [Fact]
    public void An_infinite_weight_is_still_refused()
    {
        var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(Case("clip_inf") + ".onnx"));
        foreach (var node in model.Graph.Node.Where(node => node.OpType == "Clip"))
            (node.OpType, node.Input[1], _) = ("Add", node.Input[2], node.Input.Remove(node.Input[2]));
        Assert.Contains(OnnxImporter.Inspect(model.ToByteArray(), "add.onnx", null).Refusals, refusal => refusal.Id == ErrorCatalogue.NotFinite);
    }

    static void Near(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, float tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int k = 0; k < expected.Length; k++)
            Assert.Equal(expected[k], actual[k], tolerance);
    }

    /// <summary>The first reason why a graph is refused for its structure.</summary>
    static string Refusal(ModelProto model)
    {
        var (network, refusals) = OnnxImporter.Inspect(model.ToByteArray(), "changed.onnx", null);
        Assert.Null(network);
        Assert.Equal(ErrorCatalogue.UnsupportedStructure, refusals[0].Id);
        return refusals[0].Message;
    }

    static string Case(string name) => Path.Combine(TestFiles.Repository, "tests", "Golden", "cases", "import", name);

    static string Plain(string name) => Path.Combine(TestFiles.Repository, "tests", "Golden", "plain", name);
}
