using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Import.Onnx;
using EdgeLstm.Quantize.Onnx;
using Google.Protobuf;

namespace EdgeLstm.Quantize.Tests.Import;

/// <summary>
/// torch 2.9's exporter leaves linear_before_reset out of a GRU that has it: the file says another equation than the model had.
/// </summary>
public class GruNoteTests
{
    static Network Import(string producer, string version, bool resetAfter)
    {
        var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(FamilyGoldens.ModelPath("torch-gru-every")));
        var gru = model.Node("GRU");
        gru.Attribute.Remove(gru.Attribute.Single(attribute => attribute.Name == "linear_before_reset"));
        if (resetAfter)
            gru.Set("linear_before_reset", 1);
        (model.ProducerName, model.ProducerVersion) = (producer, version);
        return OnnxImporter.Inspect(model.ToByteArray(), "gru.onnx", null).Network!;
    }

    [Theory]
    [InlineData("pytorch", "2.9.0+cpu")]
    [InlineData("pytorch", "2.10.0")]
    public void Without_it_a_note_says_what_is_computed_and_how_to_check(string producer, string version)
    {
        var network = Import(producer, version, resetAfter: false);
        Assert.False(((GruCell)network.Layers.OfType<RecurrentLayer>().First().Cell).ResetAfter);
        string note = Assert.Single(network.Notes);
        Assert.Contains($"{producer} {version}", note);
        Assert.Contains("in front of the product", note);
        Assert.Contains("edgelstm run", note);
    }

    [Theory]
    [InlineData("pytorch", "2.9.0", true)]
    [InlineData("tf2onnx", "1.16.1", false)]
    [InlineData("", "", false)]
    public void With_it_or_from_others_there_is_none(string producer, string version, bool resetAfter) => Assert.Empty(Import(producer, version, resetAfter).Notes);
}
