using EdgeLstm.Generator.Model.Lowering;
using EdgeLstm.Layers;
using EdgeLstm.Quantize.Reference.Interpreter;

namespace EdgeLstm.Quantize.Tests.Reference;

/// <summary>The interpreter's layers are made of the arguments that the printer writes, all of them.</summary>
public class LayerObjectsTests
{
    static readonly Argument[] Given = [new("inputs", 3), new("outputs", 2), new("", new byte[DenseLayer.DataBytes(3, 2)])];

    [Fact]
    public void A_layer_is_made_of_the_programs_arguments()
    {
        var dense = Assert.IsType<DenseLayer>(LayerObjects.Of(new(0, "DenseLayer", Given)));
        Assert.Equal((3, 2), (dense.Inputs, dense.Outputs));
    }

    [Fact]
    public void An_argument_that_only_the_printer_knows_is_an_error() =>
        Assert.Contains("tilt", Message(new(0, "DenseLayer", [.. Given, new("tilt", 1)])), StringComparison.Ordinal);

    [Fact]
    public void An_argument_that_is_missing_is_an_error() =>
        Assert.Contains("outputs", Message(new(0, "DenseLayer", [Given[0], Given[2]])), StringComparison.Ordinal);

    [Fact]
    public void A_class_that_the_runtime_has_not_is_an_error() =>
        Assert.Contains("TiltLayer", Message(new(0, "TiltLayer", Given)), StringComparison.Ordinal);

    static string Message(LayerObject layer) => Assert.Throws<InvalidOperationException>(() => LayerObjects.Of(layer)).Message;
}
