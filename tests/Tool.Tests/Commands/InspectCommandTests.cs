using System.Text.Json;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Tool.Commands;

namespace EdgeLstm.Tool.Tests.Commands;

public class InspectCommandTests
{
    static readonly Network Pump = new()
    {
        Name = "pump",
        Inputs = [new("speed", "rpm", 1500, 200), new("heat")],
        Outputs = [new("life", "h")],
        Layers =
        [
            new RecurrentLayer { Cell = new LstmCell(), Name = "\u001b[31mlstm", Sources = [-1], W = new float[24], U = new float[36], Bias = new float[12], InitialH = new float[3], InitialC = new float[3] },
            new DenseLayer { Name = "head", Sources = [0], W = new float[3], Bias = new float[1], Activation = Activation.Sigmoid },
        ],
        Heads = [1],
        Window = 30,
        Source = "pump.onnx",
        SourceSha256 = "00",
        SourceWeightBytes = 400, // a file may store a bias twice
    };

    [Fact]
    public void Layers_totals_and_channels_are_listed()
    {
        using var json = JsonDocument.Parse(ToolRun.Of(new CommandServices { IsArtifact = _ => false, Inspect = _ => (Pump, []) }, "inspect", "pump.onnx", "--json").Out);
        var root = json.RootElement;
        Assert.Equal(24 + 36 + 12 + 3 + 1, root.GetProperty("parameters").GetInt32());
        Assert.Equal(63, root.GetProperty("macsPerStep").GetInt32());
        Assert.Equal(76 * 4, root.GetProperty("float32Bytes").GetInt32());
        Assert.Equal(400, root.GetProperty("sourceBytes").GetInt32());
        Assert.Equal(60 + 12 * 12 + 3 + 8, root.GetProperty("int8Bytes").GetInt32());
        Assert.Equal("rpm", root.GetProperty("inputs")[0].GetProperty("unit").GetString());
        Assert.Equal("dense, sigmoid", root.GetProperty("layers")[1].GetProperty("kind").GetString());
    }

    [Fact]
    public void Plain_text_has_no_escape_and_no_box_in_it()
    {
        string text = ToolRun.Of(new CommandServices { IsArtifact = _ => false, Inspect = _ => (Pump, []) }, "inspect", "pump.onnx").Out;
        Assert.Contains("?[31mlstm", text);
        Assert.DoesNotContain(text, c => c == '\u001b' || c is >= '\u2500' and <= '\u257F');
    }

    [Fact]
    public void Every_refusal_is_in_the_table_the_first_is_a_line_and_the_code_is_1()
    {
        var refusal = new ModelException(ErrorCatalogue.UnsupportedAttribute, "clip 3", "no clip", "export without clip", "pump.onnx", "lstm_1");
        var second = new ModelException(ErrorCatalogue.UnsupportedOperator, "Selu", "another operator", "use relu", "pump.onnx", "act");
        var run = ToolRun.Of(new CommandServices { IsArtifact = _ => false, Inspect = _ => (null, [refusal, second]) }, "inspect", "pump.onnx");
        Assert.Equal(ExitCode.Failure, run.Code);
        Assert.Contains("lstm_1", run.Out);
        Assert.Contains("Selu", run.Out);
        Assert.StartsWith("error ELSTM105: pump.onnx, node 'lstm_1': found clip 3", Assert.Single(run.ErrorLines));
    }

    [Fact]
    public void A_refusal_is_printed_once()
    {
        var refusal = new ModelException(ErrorCatalogue.UnsupportedAttribute, "clip 3", "no clip", "export without clip",
            "pump.onnx", "lstm_1");
        var tools = new CommandServices { IsArtifact = _ => false, Inspect = _ => (null, [refusal]) };
        var run = ToolRun.Of(tools, "inspect", "pump.onnx");
        Assert.Equal("", run.Out);
        Assert.StartsWith("error ELSTM105: ", Assert.Single(run.ErrorLines));
        Assert.Contains("clip 3", ToolRun.Of(tools, "inspect", "pump.onnx", "--json").Out);
    }
}
