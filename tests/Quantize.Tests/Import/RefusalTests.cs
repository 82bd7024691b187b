using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Onnx;
using Google.Protobuf;

namespace EdgeLstm.Quantize.Tests.Import;

public class RefusalTests
{
    const string Golden = "opset13-last", LstmName = "/lstm/LSTM";

    [Fact]
    public void Unknown_directions_are_refused() => RefusedAttribute("direction = 'sideways'", node => node.Set("direction", "sideways"));

    [Fact]
    public void A_bidirectional_layer_with_weights_for_one_direction_is_refused() =>
        Assert.Contains("W of shape", EditedModel.Refused(Golden, ErrorCatalogue.BadShape, model => model.Node("LSTM").Set("direction", "bidirectional")));

    [Theory]
    [InlineData(0f)]
    [InlineData(-1f)]
    public void A_clip_that_is_no_threshold_is_refused(float clip) => RefusedAttribute($"clip = {clip}", node => node.Set("clip", clip));

    [Fact]
    public void Unknown_activations_are_refused() => RefusedAttribute("Mish", node => node.Set("activations", "Sigmoid", "Mish", "Tanh"));

    [Fact]
    public void A_wrong_number_of_activations_is_refused() => RefusedAttribute("2 activations", node => node.Set("activations", "Sigmoid", "Tanh"));

    [Fact]
    public void Parameters_that_no_activation_takes_are_refused() => RefusedAttribute("activation_alpha", node =>
        node.Attribute.Add(new AttributeProto { Name = "activation_alpha", Floats = { 0.2f }, Type = 6 }));

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
    public void Constant_sequence_lengths_of_a_free_window_are_refused() =>
        Assert.Contains("sequence_lens of 7", EditedModel.Refused(Golden, ErrorCatalogue.UnsupportedStructure, model =>
        {
            model.Graph.Initializer.Add(new TensorProto { Name = "lengths", DataType = 6, Dims = { 1 }, Int32Data = { 7 } });
            model.Node("LSTM").Input[4] = "lengths";
        }));

    [Fact]
    public void The_last_step_of_Y_behind_sequence_lengths_is_refused() =>
        Assert.Contains("short sequences have zeros", EditedModel.Refused(Golden, ErrorCatalogue.UnsupportedStructure, model =>
        {
            model.Graph.Input.Add(new ValueInfoProto { Name = "lengths" });
            model.Node("LSTM").Input[4] = "lengths";
        }));

    [Fact]
    public void Inspect_lists_every_refusal()
    {
        var (_, refusals) = EditedModel.Inspect("stacked-dropout", model =>
        {
            var (first, second) = (model.Graph.Node.First(n => n.OpType == "LSTM"), model.Graph.Node.Last(n => n.OpType == "LSTM"));
            first.Set("zoneout", 1f);
            first.Set("proj_size", 1);
            second.Set("output_sequence", 1);
            model.Node("Relu").OpType = "Mish";
            model.Node("Sigmoid").Set("mystery", 1);
        });
        Assert.Equal(5, refusals.Count);
        Assert.Equal(4, refusals.Select(refusal => refusal.Node).Distinct().Count());
    }

    [Fact]
    public void Unknown_operators_are_refused()
    {
        string message = EditedModel.Refused(Golden, ErrorCatalogue.UnsupportedOperator, model => model.Node("LSTM").OpType = "SRU");
        Assert.Contains(LstmName, message);
        Assert.Contains("SRU at opset 13", message);
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
