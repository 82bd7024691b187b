using EdgeLstm.Generator.Diagnostics;
using EdgeLstm.Quantize.Import.Onnx;
using Google.Protobuf;

namespace EdgeLstm.Quantize.Tests.Import;

public class RefusalTests
{
    const string Golden = "opset13-last", LstmName = "/lstm/LSTM";

    [Theory]
    [InlineData("reverse")]
    [InlineData("bidirectional")]
    [InlineData("sideways")]
    public void Directions_other_than_forward_are_refused(string direction) =>
        RefusedAttribute($"direction = '{direction}'", node => node.Set("direction", direction));

    [Fact]
    public void Clip_is_refused() => RefusedAttribute("clip = 0.5", node => node.Set("clip", 0.5f));

    [Fact]
    public void Coupled_gates_are_refused() => RefusedAttribute("input_forget = 1", node => node.Set("input_forget", 1));

    [Fact]
    public void Other_activations_are_refused() => RefusedAttribute("HardSigmoid", node => node.Set("activations", "HardSigmoid", "Tanh", "Tanh"));

    [Fact]
    public void Unknown_attributes_of_the_LSTM_are_refused() => RefusedAttribute("'zoneout'", node => node.Set("zoneout", 0.1f));

    [Fact]
    public void Layout_is_an_unknown_attribute_before_opset_14() => RefusedAttribute("'layout'", node => node.Set("layout", 0));

    static void RefusedAttribute(string named, Action<NodeProto> edit)
    {
        string message = EditedModel.Refused(Golden, ErrorCatalogue.UnsupportedAttribute, model => edit(model.Node("LSTM")));
        Assert.Contains(LstmName, message);
        Assert.Contains(named, message);
    }

    [Fact]
    public void Unknown_attributes_of_any_operator_are_refused()
    {
        foreach (string type in EditedModel.Load(Golden).Graph.Node.Select(node => node.OpType).Distinct().Append("Relu"))
        {
            string golden = type == "Relu" ? "batch-norm" : Golden;
            string message = EditedModel.Refused(golden, ErrorCatalogue.UnsupportedAttribute, model => model.Node(type).Set("mystery", 1));
            Assert.Contains($"'mystery' of {type}", message);
        }
    }

    [Fact]
    public void Attributes_of_a_wrong_type_are_refused() =>
        Assert.Contains(LstmName, EditedModel.Refused(Golden, ErrorCatalogue.UnsupportedAttribute, model => model.Node("LSTM").Attribute.Single(a => a.Name == "hidden_size").Type = 1));

    [Fact]
    public void Peepholes_and_sequence_lengths_are_refused_together()
    {
        var (network, refusals) = EditedModel.Inspect(Golden, model =>
        {
            var lstm = model.Node("LSTM");
            model.Graph.Initializer.Add(EditedModel.Floats("P", [1, 12], new float[12]));
            model.Graph.Initializer.Add(new TensorProto { Name = "lengths", DataType = 6, Dims = { 1 }, Int32Data = { 7 } });
            lstm.Input[4] = "lengths";
            lstm.Input.Add("P");
        });
        Assert.Null(network);
        Assert.Equal(["sequence_lens (input 4)", "peepholes P (input 7)"], refusals.Select(refusal => refusal.Found));
        Assert.All(refusals, refusal => Assert.Equal(LstmName, refusal.Node));
    }

    [Fact]
    public void Inspect_lists_every_refusal()
    {
        var (_, refusals) = EditedModel.Inspect("stacked-dropout", model =>
        {
            var (first, second) = (model.Graph.Node.First(n => n.OpType == "LSTM"), model.Graph.Node.Last(n => n.OpType == "LSTM"));
            first.Set("clip", 1f);
            first.Set("input_forget", 1);
            second.Set("direction", "reverse");
            model.Node("Relu").OpType = "Selu";
            model.Node("Sigmoid").Set("mystery", 1);
        });
        Assert.Equal(5, refusals.Count);
        Assert.Equal(4, refusals.Select(refusal => refusal.Node).Distinct().Count());
    }

    [Fact]
    public void Unknown_operators_are_refused()
    {
        string message = EditedModel.Refused(Golden, ErrorCatalogue.UnsupportedOperator, model => model.Node("LSTM").OpType = "GRU");
        Assert.Contains(LstmName, message);
        Assert.Contains("GRU at opset 13", message);
    }

    [Fact]
    public void Operators_of_other_domains_are_refused() =>
        Assert.Contains("com.acme.LSTM", EditedModel.Refused(Golden, ErrorCatalogue.UnsupportedOperator, model => model.Node("LSTM").Domain = "com.acme"));

    [Fact]
    public void Missing_initializers_are_refused()
    {
        string message = EditedModel.Refused(Golden, ErrorCatalogue.MissingValue, model => model.Graph.Initializer.Remove(model.Initializer("head.weight")));
        Assert.Contains("/head/Gemm", message);
        Assert.Contains("head.weight", message);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void Weights_that_are_no_numbers_are_refused(float bad)
    {
        string message = EditedModel.Refused(Golden, ErrorCatalogue.NotFinite, model =>
        {
            byte[] raw = model.Initializer("head.weight").RawData.ToByteArray();
            BitConverter.TryWriteBytes(raw.AsSpan(8), bad);
            model.Initializer("head.weight").RawData = ByteString.CopyFrom(raw);
        });
        Assert.Contains("head.weight", message);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(99)]
    public void Opsets_that_nobody_has_checked_are_refused(long opset) =>
        Assert.Contains($"opset {opset}", EditedModel.Refused(Golden, ErrorCatalogue.UnknownOpset, model => model.OpsetImport[0].Version = opset));

    [Fact]
    public void Half_precision_is_refused() =>
        Assert.Contains("head.weight", EditedModel.Refused(Golden, ErrorCatalogue.UnsupportedType, model => model.Initializer("head.weight").DataType = 10));
}
