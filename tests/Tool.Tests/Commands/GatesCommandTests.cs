using System.Text.Json;
using System.Xml.Linq;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Evaluation;
using EdgeLstm.Quantize.Passes;
using EdgeLstm.Quantize.Reference;
using EdgeLstm.Quantize.Tests.Data;
using EdgeLstm.Quantize.Tests.Training;
using EdgeLstm.Quantize.Training;
using EdgeLstm.Quantize.Training.Export;

namespace EdgeLstm.Tool.Tests.Commands;

public sealed class GatesCommandTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    string Model(string name, GateKind gates, string cell = "lstm")
    {
        var (model, windows, _) = RandomModel.Make(new() { Cell = cell, Gates = gates, HiddenSize = 5 });
        OnnxExporter.Write(model, _folder[name], name, "0", []);
        NpyFile.Write(_folder["x.npy"], [RandomModel.Windows, RandomModel.Steps, RandomModel.Features], windows.SelectMany(window => window).ToArray());
        return _folder[name];
    }

    [Fact]
    public void Two_models_are_compared_gate_by_gate()
    {
        var run = ToolRun.Of(null, "gates", Model("soft.onnx", GateKind.Soft), Model("hard.onnx", GateKind.Hard), "--data", _folder["x.npy"], "-o", _folder["gates.html"], "--trace", "2", "--json");
        Assert.Equal((0, ""), (run.Code, run.Error));
        var rows = JsonDocument.Parse(run.Out).RootElement.GetProperty("gates").EnumerateArray().ToArray();
        Assert.Equal(6, rows.Length); // i, f and o of each
        double Saturated(string model, string gate) => rows.Where(row => row.GetProperty("model").GetString() == model && row.GetProperty("gate").GetString() == gate)
            .Sum(row => row.GetProperty("closed").GetDouble() + row.GetProperty("open").GetDouble());
        Assert.Equal(1, Saturated("hard.onnx", "input gate"), 1e-9);
        Assert.Equal(1, Saturated("hard.onnx", "forget gate"), 1e-9);
        Assert.InRange(Saturated("hard.onnx", "output gate"), 0, 0.99);
        Assert.InRange(Saturated("soft.onnx", "input gate"), 0, 0.99);

        string page = File.ReadAllText(_folder["gates.html"]);
        Assert.DoesNotContain("<script", page);
        var drawings = XElement.Parse(page[page.IndexOf("<body>", StringComparison.Ordinal)..(page.IndexOf("</body>", StringComparison.Ordinal) + 7)]).Descendants("svg").ToArray();
        Assert.Equal(2 * 6 + RandomModel.Features, drawings.Length);
        Assert.All(drawings.Descendants("polyline"), line => Assert.Equal(RandomModel.Steps, line.Attribute("points")!.Value.Split(' ').Length));
    }

    [Theory]
    [InlineData("lstm", GateKind.Soft, "int8x16")]
    [InlineData("lstm", GateKind.Hard, "int8")]
    [InlineData("lstm", GateKind.Three, "int8x16")]
    [InlineData("peephole", GateKind.Hard, "int8x16")]
    [InlineData("peephole", GateKind.Soft, "int8x16")]
    [InlineData("coupled", GateKind.Soft, "int8x16")]
    [InlineData("nfg", GateKind.Soft, "int8x16")]
    [InlineData("fgr", GateKind.Soft, "int8x16")]
    [InlineData("gru", GateKind.Soft, "int8x16")]
    [InlineData("gru", GateKind.Hard, "int8x16")]
    [InlineData("gru-before", GateKind.Soft, "int8")]
    public void An_artifact_s_integer_gates_stand_beside_the_float_ones(string cell, GateKind gates, string scheme)
    {
        string model = Model("m.onnx", gates, cell);
        Assert.Equal(0, ToolRun.Of(null, "quantize", model, "-o", _folder["m.elstm"], "--calibrate", _folder["x.npy"], "--scheme", scheme, "--json").Code);
        var run = ToolRun.Of(null, "gates", model, _folder["m.elstm"], "--data", _folder["x.npy"], "-o", _folder["gates.html"], "--json");
        Assert.Equal((0, ""), (run.Code, run.Error));
        var rows = JsonDocument.Parse(run.Out).RootElement.GetProperty("gates").EnumerateArray().ToArray();
        double[] Of(string file, string column) => [.. rows.Where(row => row.GetProperty("model").GetString() == file).OrderBy(row => row.GetProperty("gate").GetString(), StringComparer.Ordinal).Select(row => row.GetProperty(column).GetDouble())];
        Assert.NotEmpty(Of("m.onnx", "mean"));
        Assert.Equal(Of("m.onnx", "mean").Length, Of("m.elstm", "mean").Length);
        Assert.All(Of("m.onnx", "mean").Zip(Of("m.elstm", "mean")), pair => Assert.Equal(pair.First, pair.Second, scheme == "int8" ? 0.03 : 0.01));
        Assert.All(Of("m.onnx", "open").Zip(Of("m.elstm", "open")), pair => Assert.Equal(pair.First, pair.Second, scheme == "int8" ? 0.06 : 0.03));
    }

    [Fact]
    public void The_gates_that_are_read_are_those_that_move_the_cell()
    {
        // What the probe says of i and f is what c follows from: f alone moves it where the input gate is shut.
        string model = Model("m.onnx", GateKind.Hard);
        Assert.Equal(0, ToolRun.Of(null, "quantize", model, "-o", _folder["m.elstm"], "--calibrate", _folder["x.npy"], "--json").Code);
        var artifact = ModelLoader.Artifact(_folder["m.elstm"]);
        var runner = new IntegerRunner(artifact);
        int at = Enumerable.Range(0, artifact.Layers.Count).First(k => artifact.Layers[k] is ArtifactLstm { BinaryGates: true }), units = artifact.Layers[at].Outputs;
        var gates = new float[4 * units];
        runner.BeforeRecurrent = (layer, row) =>
        {
            if (layer == at)
                GateProbe.Read(runner, layer, row, gates);
        };
        var data = NpyFile.Read(_folder["x.npy"]);
        var output = new float[artifact.Outputs.Count];
        int held = 0, cleared = 0;
        for (int t = 0; t < data.Values.Length / RandomModel.Features; t++)
        {
            short[] before = [.. runner.CellUnits(at)[..units]];
            runner.Step(data.Values.AsSpan(t * RandomModel.Features, RandomModel.Features), output);
            for (int unit = 0; unit < units; unit++)
            {
                Assert.True(gates[unit] is 0 or 1 && gates[units + unit] is 0 or 1);
                if (gates[unit] == 0)
                {
                    bool keeps = gates[units + unit] == 1;
                    Assert.InRange(runner.CellUnits(at)[unit] - (keeps ? before[unit] : 0), -1, 1);
                    (held, cleared) = keeps ? (held + 1, cleared) : (held, cleared + 1);
                }
            }
        }

        Assert.True(held > 5 && cleared > 5);
    }

    [Fact]
    public void A_float_artifact_s_gates_are_those_of_its_source()
    {
        string model = Model("m.onnx", GateKind.Soft);
        Assert.Equal(0, ToolRun.Of(null, "quantize", model, "-o", _folder["m.elstm"], "--calibrate", _folder["x.npy"], "--scheme", "float32", "--json").Code);
        Assert.StartsWith($"error {ErrorCatalogue.UnsupportedStructure}: {_folder["m.elstm"]}: found an artifact in float32", Assert.Single(ToolRun.Of(null, "gates", _folder["m.elstm"], "--data", _folder["x.npy"]).ErrorLines));
    }

    [Fact]
    public void A_network_without_gates_is_refused()
    {
        var run = ToolRun.Of(null, "gates", Model("m.onnx", GateKind.Soft, "elman"), "--data", _folder["x.npy"]);
        Assert.StartsWith($"error {ErrorCatalogue.UnsupportedStructure}: ", Assert.Single(run.ErrorLines));
    }

    [Fact]
    public void A_window_that_the_data_have_not_cannot_be_drawn()
    {
        var run = ToolRun.Of(null, "gates", Model("m.onnx", GateKind.Soft), "--data", _folder["x.npy"], "--trace", "7");
        Assert.StartsWith($"error {ErrorCatalogue.DataShape}: found --trace 7 of data with 7 windows", Assert.Single(run.ErrorLines));
    }
}
