using EdgeLstm.Generator.Model;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Passes.Compressing;
using EdgeLstm.Tool.Charts;

namespace EdgeLstm.Tool.Commands.Compress;

/// <summary>Histograms of one gate's weights, before and after.</summary>
static class WeightChart
{
    const int Width = 280, Height = 90, Bins = 70;

    /// <summary>Name and drawing, for each plain LSTM layer and gate.</summary>
    public static IEnumerable<(string Name, string Drawing)> Of(Network network, ModelArtifact model)
    {
        for (int k = 0; k < network.Layers.Count; k++)
            if (network.Layers[k] is RecurrentLayer { Cell: LstmCell { IsPlain: true } } layer)
            {
                double[][] after = EffectiveWeights.Of(model, k);
                for (int gate = 0; gate < 4; gate++)
                    yield return ($"{layer.Name}: {layer.Cell.Gates[gate]}",
                        Draw(Before(layer, gate), [.. after.Skip(gate * layer.HiddenSize).Take(layer.HiddenSize).SelectMany(row => row)]));
            }
    }

    static double[] Before(RecurrentLayer layer, int gate)
    {
        int w = layer.W.Length / 4, u = layer.U.Length / 4;
        return [.. layer.W.Skip(gate * w).Take(w).Concat(layer.U.Skip(gate * u).Take(u)).Select(value => (double)value)];
    }

    static string Draw(double[] before, double[] after)
    {
        double limit = Math.Max(1e-6, before.Concat(after).Max(Math.Abs));
        return Svg.Frame(Width, Height, Svg.Bars(Histogram(before, limit), Width, Height, "band")
            + Svg.Bars(Histogram(after, limit), Width, Height, "bar after")
            + Svg.Ends(Width, Height, FormattableString.Invariant($"−{limit:g3}"), FormattableString.Invariant($"{limit:g3}"))
            + Svg.Label(Width / 2, Height + Svg.Foot - 2, "0", "middle"));
    }

    static long[] Histogram(double[] values, double limit)
    {
        var counts = new long[Bins];
        foreach (double value in values)
            counts[Math.Clamp((int)((value / limit + 1) / 2 * Bins), 0, Bins - 1)]++;
        return counts;
    }
}
