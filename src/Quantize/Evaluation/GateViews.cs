using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Reference;

namespace EdgeLstm.Quantize.Evaluation;

/// <summary>The gates of all recurrent layers of one model, over all windows of its data.</summary>
static class GateViews
{
    public static IReadOnlyList<GateView> Of(Network network, Dataset data, int drawn, CancellationToken cancel)
    {
        var views = new Dictionary<(int Layer, int Gate), GateView>();
        for (int k = 0; k < network.Layers.Count; k++)
            if (network.Layers[k] is RecurrentLayer layer)
                for (int gate = 0; gate < layer.Cell.Gates.Count; gate++)
                    if (layer.Cell.Gates[gate].EndsWith("gate", StringComparison.Ordinal))
                        views[(k, gate)] = new(layer.Direction == Direction.Reverse ? $"{layer.Name}, reverse" : layer.Name,
                            layer.Cell.Gates[gate]);
        if (views.Count == 0)
            throw None(network.Source);

        var runner = new FloatRunner(network);
        int window = 0;
        runner.Observer = step =>
        {
            if (network.Layers[step.Layer] is not RecurrentLayer layer)
                return;
            for (int gate = 0; gate < layer.Cell.Gates.Count; gate++)
                if (views.TryGetValue((step.Layer, gate), out var view))
                    view.Add(step.Gates.Slice(gate * layer.HiddenSize, layer.HiddenSize), window == drawn);
        };
        for (; window < data.Windows; window++)
        {
            cancel.ThrowIfCancellationRequested();
            runner.Run(data.Window(window));
        }

        return [.. views.Values];
    }

    internal static ModelException None(string? source) => new(ErrorCatalogue.UnsupportedStructure, "a network without gates",
        "an LSTM or a GRU", "look at its outputs with 'edgelstm run'", source);
}
