using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Import.Onnx;
using EdgeLstm.Quantize.Onnx;
using EdgeLstm.Quantize.Reference;

namespace EdgeLstm.Quantize.Tests.Import;

/// <summary>Mixing up time and batch gives wrong numbers without any other sign: it has to be an error.</summary>
public class AxisRoleTests
{
    [Fact]
    public void Taking_the_last_of_the_batch_instead_of_time_is_refused() =>
        Assert.Contains("as in out[:, -1]", EditedModel.Refused("opset13-last", ErrorCatalogue.UnsupportedStructure, model =>
            model.Graph.Node.Last(node => node.OpType == "Gather").Attribute.Single().I = 0));

    [Fact]
    public void A_step_far_from_both_ends_is_picked_and_no_sum()
    {
        var network = EditedModel.Accepted("opset13-last", model => Constant(model, -1, -40));
        Assert.Equal((false, 39), network.Layers.OfType<PickLayer>().Select(pick => (pick.First, pick.Away)).Single());
        Assert.DoesNotContain(network.Layers, layer => layer is ConvLayer);
        Assert.Contains("place -1000002", EditedModel.Refused(
            "opset13-last", ErrorCatalogue.UnsupportedStructure, model => Constant(model, -1, -1_000_002)));
    }

    [Fact]
    public void The_last_step_may_be_counted_from_the_front_where_the_window_is_fixed() =>
        Assert.False(EditedModel.Accepted("static", model => Constant(model, -1, 5)).EveryStep);

    [Fact]
    public void A_second_layer_with_time_and_batch_swapped_is_refused() =>
        Assert.Contains("as time, which is batch elsewhere", EditedModel.Refused("stacked-dropout", ErrorCatalogue.UnsupportedStructure, model =>
        {
            var lstm = model.Graph.Node.Last(node => node.OpType == "LSTM");
            var swap = new NodeProto { OpType = "Transpose", Name = "swap", Input = { lstm.Input[0] }, Output = { "swapped" } };
            swap.Attribute.Add(new AttributeProto { Name = "perm", Type = 7, Ints = { 1, 0, 2 } });
            model.Graph.Node.Insert(model.Graph.Node.IndexOf(lstm), swap);
            lstm.Input[0] = "swapped";
        }));

    [Fact]
    public void A_second_layer_over_the_last_step_is_refused() =>
        Assert.Contains("last step of another", EditedModel.Refused("stacked-h_n", ErrorCatalogue.UnsupportedStructure, model =>
        {
            var lstms = model.Graph.Node.Where(node => node.OpType == "LSTM").ToList();
            lstms[1].Input[0] = lstms[0].Output[1];
        }));

    [Fact]
    public void Layout_1_computes_what_the_transposed_layout_0_does()
    {
        const string Golden = "opset17-last";
        var network = EditedModel.Accepted(Golden, model =>
        {
            var lstm = model.Node("LSTM");
            lstm.Input[0] = model.Graph.Input[0].Name;
            while (lstm.Input.Count > 4)
                lstm.Input.RemoveAt(4);
            lstm.Set("layout", 1);
            model.Node("Squeeze").Input.RemoveAt(1);
            var back = model.Graph.Node.Last(node => node.OpType == "Transpose");
            back.OpType = "Identity";
            back.Attribute.Clear();
        });
        var reference = OnnxImporter.Import(GoldenModels.ModelPath(Golden));
        float[] window = GoldenModels.Windows(Golden).Input[0];
        Assert.Equal(new FloatRunner(reference).Run(window), new FloatRunner(network).Run(window));
    }

    [Fact]
    public void The_cell_state_as_a_value_is_a_layer_of_its_own()
    {
        var network = EditedModel.Accepted("h_n", model =>
        {
            var lstm = model.Node("LSTM");
            foreach (var node in model.Graph.Node.Where(node => node.Input.Contains(lstm.Output[1])))
                node.Input[node.Input.IndexOf(lstm.Output[1])] = lstm.Output[2];
        });
        Assert.Equal(["RecurrentLayer", "CellStateLayer", "DenseLayer"], network.Layers.Select(layer => layer.GetType().Name));
        Assert.True(network.CanStream);
    }

    [Fact]
    public void A_wrong_hidden_size_is_refused() =>
        Assert.Contains("hidden_size = 6", EditedModel.Refused("opset13-last", ErrorCatalogue.BadShape, model => model.Node("LSTM").Attribute.Single().I = 6));

    [Fact]
    public void Initial_states_that_differ_between_rows_are_refused() =>
        Assert.Contains("/lstm/LSTM", EditedModel.Refused("opset13-last", ErrorCatalogue.UnsupportedStructure, model =>
        {
            model.Graph.Initializer.Add(EditedModel.Floats("h0", [1, 2, 4], 1, 2, 3, 4, 1, 2, 3, 5));
            model.Node("LSTM").Input[5] = "h0";
        }));

    [Fact]
    public void A_further_input_that_is_no_state_is_refused() =>
        Assert.Contains("'more' beside 'sensors'", EditedModel.Refused("opset13-last", ErrorCatalogue.UnsupportedStructure, model =>
        {
            model.Graph.Input.Add(new ValueInfoProto { Name = "more" });
            model.Node("LSTM").Input[3] = "more";
        }));

    [Fact]
    public void A_state_input_of_unknown_size_is_refused() =>
        Assert.Contains("'h0'", EditedModel.Refused("opset13-last", ErrorCatalogue.BadShape, model =>
        {
            model.Graph.Input.Add(new ValueInfoProto { Name = "h0" });
            model.Node("LSTM").Input[5] = "h0";
        }));

    static void Constant(ModelProto model, long from, long to)
    {
        var tensor = model.Graph.Node.Where(node => node.OpType == "Constant").Select(node => node.Attribute.Single().T)
            .Last(t => t.RawData.Length == 8 && BitConverter.ToInt64(t.RawData.Span) == from);
        tensor.RawData = Google.Protobuf.ByteString.CopyFrom(BitConverter.GetBytes(to));
    }
}
