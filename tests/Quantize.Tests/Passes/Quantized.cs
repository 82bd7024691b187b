using EdgeLstm.Generator.Model;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Passes;
using EdgeLstm.Quantize.Reference;

namespace EdgeLstm.Quantize.Tests.Passes;

/// <summary>The way of <c>quantize</c>, without files.</summary>
static class Quantized
{
    public static ModelArtifact Of(Network network, Dataset data, Scheme scheme, List<string>? notes = null, Network? file = null)
    {
        var statistics = CalibrationStatistics.Collect(file ?? network, data, default);
        var model = QuantizePass.Run(network, statistics, scheme, WarmUp.Steps(file ?? network, data), "1.0", notes ?? []);
        return ArtifactReader.Read(ArtifactWriter.Write(model));
    }

    /// <summary>[T, O] outputs of one window from reset.</summary>
    public static float[] Run(ModelArtifact model, ReadOnlySpan<float> window)
    {
        var runner = new IntegerRunner(model);
        int features = model.Inputs.Count, outputs = model.Outputs.Count;
        var values = new float[window.Length / features * outputs];
        for (int t = 0; t < window.Length / features; t++)
            runner.Step(window.Slice(t * features, features), values.AsSpan(t * outputs, outputs));
        return values;
    }

    /// <summary>[T, O] outputs of the float network.</summary>
    public static float[] Run(Network network, ReadOnlySpan<float> window)
    {
        var values = new float[window.Length / network.Inputs.Count * network.Outputs.Count];
        new FloatRunner(network).Run(window, values);
        return values;
    }

    /// <summary>Root mean square over all windows and steps, against float.</summary>
    public static double Rmse(Network network, ModelArtifact model, Dataset data) => Math.Sqrt(Enumerable.Range(0, data.Windows)
        .SelectMany(n => Run(network, data.Window(n)).Zip(Run(model, data.Window(n)), (a, b) => Math.Pow(a - b, 2))).Average());
}
