using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Import.Stages;

/// <summary>
/// Where all else streams, taking the last step is no layer: what stands behind it runs at every step, and the last output is the
/// window's. It stays where the network needs windows anyway, where something over time reads it, or where it meets values of every step.
/// </summary>
static class LastSteps
{
    /// <summary>The layers, and where each of the old ones has gone.</summary>
    public static (List<Layer> Layers, int[] Places) Dissolve(List<Layer> layers)
    {
        int[] places = [.. Enumerable.Range(0, layers.Count)];
        if (!CanDissolve(layers))
            return (layers, places);
        var kept = new List<Layer>();
        for (int i = 0; i < layers.Count; i++)
        {
            int[] sources = [.. layers[i].Sources.Select(source => source < 0 ? source : places[source])];
            // The network's own input has no place: a head that is its last step keeps the layer away from here (see below).
            places[i] = layers[i] is PickLayer ? sources[0] : kept.Count;
            if (layers[i] is not PickLayer)
                kept.Add(layers[i] with { Sources = sources });
        }
        return (kept, places);
    }

    static bool CanDissolve(List<Layer> layers)
    {
        var single = new bool[layers.Count];
        for (int i = 0; i < layers.Count; i++)
        {
            var layer = layers[i];
            if (layer is PickLayer last)
            {
                if (last.First || last.Away > 0 || last.Sources[0] < 0)
                    return false;
                single[i] = true;
                continue;
            }
            bool[] sources = [.. layer.Sources.Select(source => source >= 0 && single[source])];
            single[i] = Array.Exists(sources, one => one);
            bool overTime = layer is RecurrentLayer or ConvLayer or PoolLayer or CellStateLayer;
            if (!layer.Streams || single[i] && (overTime || !Array.TrueForAll(sources, one => one)))
                return false;
        }
        return true;
    }
}
