using System.Text.Json;
using System.Xml.Linq;
using EdgeLstm.Generator.Diagnostics;
using EdgeLstm.Quantize.Commands;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Tests.Data;
using EdgeLstm.Quantize.Tests.Training;
using EdgeLstm.Quantize.Training;
using EdgeLstm.Quantize.Training.Export;

namespace EdgeLstm.Quantize.Tests.Commands;

public sealed class GatesCommandTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    string Model(string name, GateKind gates, string cell = "lstm")
    {
        var (model, windows, _) = RandomModel.Make(new() { Cell = cell, Gates = gates, Hidden = 5 });
        OnnxExporter.Write(model, folder[name], name, "0", []);
        NpyFile.Write(folder["x.npy"], [RandomModel.Windows, RandomModel.Steps, RandomModel.Features], windows.SelectMany(window => window).ToArray());
        return folder[name];
    }

    [Fact]
    public void Two_models_are_compared_gate_by_gate()
    {
        var run = ToolRun.Of(null, "gates", Model("soft.onnx", GateKind.Soft), Model("hard.onnx", GateKind.Hard), "--data", folder["x.npy"], "-o", folder["gates.html"], "--trace", "2", "--json");
        Assert.Equal((0, ""), (run.Code, run.Error));
        var rows = JsonDocument.Parse(run.Out).RootElement.GetProperty("gates").EnumerateArray().ToArray();
        Assert.Equal(6, rows.Length); // i, f and o of each
        double Saturated(string model, string gate) => rows.Where(row => row.GetProperty("model").GetString() == model && row.GetProperty("gate").GetString() == gate)
            .Sum(row => row.GetProperty("closed").GetDouble() + row.GetProperty("open").GetDouble());
        Assert.Equal(1, Saturated("hard.onnx", "input gate"), 1e-9);
        Assert.Equal(1, Saturated("hard.onnx", "forget gate"), 1e-9);
        Assert.InRange(Saturated("hard.onnx", "output gate"), 0, 0.99);
        Assert.InRange(Saturated("soft.onnx", "input gate"), 0, 0.99);

        string page = File.ReadAllText(folder["gates.html"]);
        Assert.DoesNotContain("<script", page);
        var drawings = XElement.Parse(page[page.IndexOf("<body>", StringComparison.Ordinal)..(page.IndexOf("</body>", StringComparison.Ordinal) + 7)]).Descendants("svg").ToArray();
        Assert.Equal(2 * 6 + RandomModel.Features, drawings.Length);
        Assert.All(drawings.Descendants("polyline"), line => Assert.Equal(RandomModel.Steps, line.Attribute("points")!.Value.Split(' ').Length));
    }

    [Fact]
    public void A_network_without_gates_is_refused()
    {
        var run = ToolRun.Of(null, "gates", Model("m.onnx", GateKind.Soft, "elman"), "--data", folder["x.npy"]);
        Assert.StartsWith($"error {ErrorCatalogue.UnsupportedStructure}: ", Assert.Single(run.ErrorLines));
    }

    [Fact]
    public void A_window_that_the_data_have_not_cannot_be_drawn()
    {
        var run = ToolRun.Of(null, "gates", Model("m.onnx", GateKind.Soft), "--data", folder["x.npy"], "--trace", "7");
        Assert.StartsWith($"error {ErrorCatalogue.DataShape}: found --trace 7 of data with 7 windows", Assert.Single(run.ErrorLines));
    }
}
