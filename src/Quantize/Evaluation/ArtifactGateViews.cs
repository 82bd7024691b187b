using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Passes;
using EdgeLstm.Quantize.Passes.Cells;
using EdgeLstm.Quantize.Reference;

namespace EdgeLstm.Quantize.Evaluation;

/// <summary>The gates of a quantized model, as its integer steps compute them.</summary>
static class ArtifactGateViews
{
    static readonly string[] LstmGates = ["input gate", "forget gate", "", "output gate"];

    public static IReadOnlyList<GateView> Of(ModelArtifact model, string path, Dataset data, int drawn, CancellationToken cancel)
    {
        if (model.Scheme == Scheme.Float32)
            throw new ModelException(ErrorCatalogue.UnsupportedStructure, "an artifact in float32", "one in int8x16 or int8",
                "look at the .onnx file that it was made of: its gates are the same", path);
        var runner = new IntegerRunner(model);
        var probes = model.Layers.Select(layer => layer is ArtifactCell cell ? new CellProbe(cell) : null).ToArray();
        var views = new Dictionary<(int Layer, string Gate), GateView>();
        int window = 0;
        runner.BeforeRecurrent = (index, row) =>
        {
            foreach (var (gate, values) in Gates(runner, probes[index], index, row))
            {
                if (!views.TryGetValue((index, gate), out var view))
                    views[(index, gate)] = view = new(Name(model.Layers[index]), gate);
                view.Add(values, window == drawn);
            }
        };
        for (; window < data.Windows; window++)
        {
            cancel.ThrowIfCancellationRequested();
            runner.Predict(data.Window(window), new float[runner.OutputSteps(data.Length(window)) * model.Outputs.Count]);
        }

        return views.Count > 0 ? [.. views.Values] : throw GateViews.None(path);
    }

    static IEnumerable<(string Gate, float[] Values)> Gates(IntegerRunner runner, CellProbe? probe, int index, int row)
    {
        if (probe is not null)
            return probe.Read(runner, index, row).Where(part => part.Name.EndsWith("gate", StringComparison.Ordinal));
        if (runner.Model.Layers[index] is not ArtifactLstm layer)
            return [];
        var values = new float[4 * layer.Outputs];
        GateProbe.Read(runner, index, row, values);
        return LstmGates.Index().Where(gate => gate.Item.Length > 0)
            .Select(gate => (gate.Item, values[(gate.Index * layer.Outputs)..((gate.Index + 1) * layer.Outputs)]));
    }

    static string Name(ArtifactLayer layer) => layer is ArtifactRecurrent { Reverse: true } ? $"{layer.Name}, reverse" : layer.Name;
}
