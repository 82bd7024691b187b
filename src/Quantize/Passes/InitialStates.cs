using EdgeLstm.Quantize.Graph;
using ArtifactState = EdgeLstm.Generator.Model.StateInput;

namespace EdgeLstm.Quantize.Passes;

/// <summary>Initial states that are inputs of the graph: the parts of one input together, in the order of its rows.</summary>
static class InitialStates
{
    public static List<ArtifactState> Of(Network network)
    {
        var parts = new List<(StateInput Input, int Layer, bool IsCell, int Width)>();
        for (int k = 0; k < network.Layers.Count; k++)
        {
            if (network.Layers[k] is not RecurrentLayer layer)
                continue;
            if (layer.InitialHInput is { } h)
                parts.Add((h, k, false, layer.Outputs));
            if (layer.InitialCInput is { } c)
                parts.Add((c, k, true, layer.HiddenSize));
        }

        var states = new List<ArtifactState>();
        foreach (var input in parts.GroupBy(part => part.Input.Name))
        {
            int at = 0;
            foreach (var part in input.OrderBy(part => part.Input.Row))
            {
                states.Add(new(input.Key, part.Layer, part.IsCell, at));
                at += part.Width;
            }
        }

        return states;
    }
}
