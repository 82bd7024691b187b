using System.Text.Json;
using EdgeLstm.Generator.Model;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Tests.Data;
using EdgeLstm.Quantize.Tests.Passes;
using EdgeLstm.Quantize.Tests.Passes.Cells;
using EdgeLstm.Tool.Commands;
using EdgeLstm.Tool.Reports;

namespace EdgeLstm.Tool.Tests.Commands;

/// <summary>What <c>inspect</c> says of where a layer's equation comes from.</summary>
public sealed class EquationSourceTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Cells => [.. FamilyCells.All.Concat(FamilyCells.Jumping).Select(cell => cell.Name)];

    [Theory]
    [MemberData(nameof(Cells))]
    public void An_artifact_s_cell_has_the_source_that_its_network_has(string name)
    {
        var network = RandomNetwork.Of(FamilyCells.Layer(name, new Random(1), 3, 5));
        string expected = ((RecurrentLayer)network.Layers[0]).Cell.Source;
        Assert.Matches("^(Elman 1990|Jordan 1986|Cho 2014|Gers 2000|Gers & Schmidhuber 2000|Hochreiter & Schmidhuber 1997|Greff 2016 \\([A-Z ]+\\))", expected);
        foreach (var scheme in Enum.GetValues<Scheme>())
            Assert.Equal(expected, EquationSource.Of(Quantized.Of(network, RandomNetwork.Data(new Random(2), 3, 20, 3), scheme).Layers[0], scheme));
    }

    [Fact]
    public void Inspect_names_it_for_every_layer_of_a_model_and_of_its_artifact()
    {
        Layer[] layers =
        [
            new ConvLayer { Name = "conv", Sources = [-1], W = new float[12], Bias = new float[2], Activation = Activation.Tanh, Kernel = 3, PadBefore = 2 },
            new NormLayer { Name = "norm", Sources = [0], Gamma = [1, 1], Beta = [0, 0], Epsilon = 1e-5f },
            FamilyCells.Layer("LSTM CIFG", new Random(1), 2, 2) with { Sources = [1] },
            new AddLayer { Name = "sum", Sources = [1, 2], Width = 2 },
            RandomNetwork.Dense(new Random(2), 2, 3, source: 3, activation: Activation.Softmax),
        ];
        string[] expected = ["Waibel 1989", "Ba 2016", "Greff 2016 (CIFG)", "He 2016", "Bridle 1990"];
        var network = RandomNetwork.Of(layers);
        Assert.Equal(expected, Equations(new() { IsArtifact = _ => false, Inspect = _ => (network, []) }, "m.onnx"));
        File.WriteAllText(_folder["m.elstm"], ArtifactWriter.Write(Quantized.Of(network, RandomNetwork.Data(new Random(3), 3, 20, 2), Scheme.Int8x16)));
        Assert.Equal(expected, Equations(null, _folder["m.elstm"]));
    }

    [Theory]
    [InlineData("Elman relu", "RNN, relu")]
    [InlineData("GRU reset after, relu, hard sigmoid", "GRU, reset after the product, update gate hard_sigmoid(0.2, 0.5), reset gate hard_sigmoid(0.2, 0.5), candidate relu")]
    [InlineData("LSTM NIAF", "LSTM, NIAF")]
    [InlineData("LSTM FGR, peepholes", "LSTM, FGR, peepholes")]
    [InlineData("LSTM relu", "LSTM, candidate relu, output relu")]
    [InlineData("LSTM binary gates", "LSTM, input gate step, forget gate step")]
    [InlineData("LSTM", "LSTM")]
    public void Its_kind_tells_of_functions_that_are_not_the_usual_ones(string cell, string kind) =>
        Assert.Equal(kind, FamilyCells.Layer(cell, new Random(1), 3, 5).Title);

    static string?[] Equations(CommandServices? tools, string model)
    {
        using var json = JsonDocument.Parse(ToolRun.Of(tools, "inspect", model, "--json").Out);
        return [.. json.RootElement.GetProperty("layers").EnumerateArray().Select(layer => layer.GetProperty("equation").GetString())];
    }
}
