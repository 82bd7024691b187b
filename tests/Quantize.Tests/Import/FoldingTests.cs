using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Import.Onnx;
using EdgeLstm.Quantize.Onnx;

namespace EdgeLstm.Quantize.Tests.Import;

public class FoldingTests
{
    [Theory]
    [InlineData("normalised")]
    [InlineData("normalised-unfolded")]
    public void Normalisation_at_both_ends_goes_into_the_channels(string golden)
    {
        var network = OnnxImporter.Import(GoldenModels.ModelPath(golden));
        Assert.Equal([new("sensors_0", "", 10, 4), new("sensors_1", "", -3, 0.25f), new("sensors_2", "", 0.5f, 2)], network.Inputs);
        Assert.Equal((80, 37.5f), (network.Outputs[0].Mean, network.Outputs[0].Scale));
        Assert.Equal(2, network.Layers.Count);
    }

    [Theory]
    [InlineData("batch-norm", "lstm, relu, identity")]
    [InlineData("batch-norm-after-lstm", "lstm, affine, relu, identity")]
    [InlineData("stacked-dropout", "lstm, lstm, relu, sigmoid")]
    [InlineData("projected", "relu, lstm, tanh, identity")]
    [InlineData("two-heads-concat", "lstm, relu, sigmoid")]
    [InlineData("two-outputs", "lstm, relu, sigmoid")]
    [InlineData("split-head", "lstm, relu, softmax")]
    [InlineData("h_n", "lstm, identity")]
    public void Graphs_become_as_few_layers_as_they_have(string golden, string layers) => Assert.Equal(layers, string.Join(", ",
        OnnxImporter.Import(GoldenModels.ModelPath(golden)).Layers.Select(layer => layer switch
        {
            DenseLayer dense => $"{dense.Activation}",
            ActivationLayer activation => $"{activation.Activation}",
            AffineLayer => "affine",
            _ => "lstm",
        })));

    [Theory]
    [InlineData("two-heads-concat")]
    [InlineData("two-outputs")]
    public void Heads_read_the_same_recurrent_layer(string golden)
    {
        var network = OnnxImporter.Import(GoldenModels.ModelPath(golden));
        Assert.Equal([1, 2], network.Heads);
        Assert.Equal([0, 0], network.Heads.Select(head => network.Layers[head].Sources[0]));
        Assert.Equal(3, network.Outputs.Count);
    }

    [Fact]
    public void Constant_initial_states_are_kept()
    {
        var lstm = (RecurrentLayer)OnnxImporter.Import(GoldenModels.ModelPath("initial-state")).Layers[0];
        Assert.All(lstm.InitialH.Concat(lstm.InitialC), value => Assert.NotEqual(0, value));
    }

    [Fact]
    public void A_fixed_window_is_told_and_a_free_one_is_not()
    {
        Assert.Equal(6, OnnxImporter.Import(GoldenModels.ModelPath("static")).Window);
        Assert.Equal(6, OnnxImporter.Import(GoldenModels.ModelPath("static-time-first")).Window);
        Assert.Null(OnnxImporter.Import(GoldenModels.ModelPath("opset13-last")).Window);
    }

    [Fact]
    public void Names_and_units_come_from_the_metadata()
    {
        var network = EditedModel.Accepted("opset13-last", model =>
        {
            model.MetadataProps.Add(new StringStringEntryProto { Key = "edgelstm.inputs", Value = "temperature[°C], pressure [bar],speed" });
            model.MetadataProps.Add(new StringStringEntryProto { Key = "edgelstm.outputs", Value = "rul[cycles]" });
        });
        Assert.Equal([("temperature", "°C"), ("pressure", "bar"), ("speed", "")], network.Inputs.Select(channel => (channel.Name, channel.Unit)));
        Assert.Equal(new Channel("rul", "cycles"), network.Outputs[0]);
    }

    [Fact]
    public void A_wrong_number_of_names_is_an_error() => EditedModel.Refused("opset13-last", ErrorCatalogue.BadSchema,
        model => model.MetadataProps.Add(new StringStringEntryProto { Key = "edgelstm.inputs", Value = "a,b" }));

    [Fact]
    public void How_the_data_were_read_comes_from_the_metadata()
    {
        var network = EditedModel.Accepted("opset13-last", model => model.MetadataProps.AddRange(Properties(
            ("edgelstm.trained_on", "windows 24"), ("edgelstm.group", "Pumpe"), ("edgelstm.time", "Zeitstempel"), ("edgelstm.missing", "hold 5"), ("edgelstm.positive", "ja"))));
        Assert.Equal(new DataRules(TrainedOn.Windows, 24, "Pumpe", "Zeitstempel", new(MissingKind.Hold, 5)), network.Rules);
        Assert.Equal("ja", network.Positive);
        Assert.Equal(TrainedOn.Stream, EditedModel.Accepted("opset13-last", model => model.MetadataProps.AddRange(Properties(("edgelstm.trained_on", "stream")))).Rules.TrainedOn);
        Assert.Equal(DataRules.Unknown, EditedModel.Accepted("opset13-last", _ => { }).Rules);
    }

    [Theory]
    [InlineData("edgelstm.trained_on", "windows 0")]
    [InlineData("edgelstm.trained_on", "batches")]
    [InlineData("edgelstm.missing", "hold")]
    [InlineData("edgelstm.missing", "hold -1")]
    [InlineData("edgelstm.warm_up", "0")]
    public void Metadata_that_says_nothing_is_an_error(string key, string value) => EditedModel.Refused("opset13-last", ErrorCatalogue.BadSchema,
        model => model.MetadataProps.AddRange(Properties((key, value))));

    static IEnumerable<StringStringEntryProto> Properties(params (string Key, string Value)[] properties) =>
        properties.Select(property => new StringStringEntryProto { Key = property.Key, Value = property.Value });

    [Fact]
    public void Nodes_that_no_output_needs_are_ignored() => EditedModel.Accepted("opset13-last",
        model => model.Graph.Node.Add(new NodeProto { OpType = "Mystery", Input = { "nothing" }, Output = { "unused" } }));

    [Fact]
    public void Initializers_among_the_inputs_as_before_IR_version_4_are_no_inputs() => EditedModel.Accepted("opset9-last", model =>
    {
        foreach (var tensor in model.Graph.Initializer)
            model.Graph.Input.Insert(0, new ValueInfoProto { Name = tensor.Name });
    });
}
