using System.Globalization;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Evaluation;
using EdgeLstm.Tool.Commands.Compress;
using EdgeLstm.Tool.Commands.Gates;

namespace EdgeLstm.Tool.Charts;

/// <summary>The drawings of gates, for <see cref="GatesPage"/> and <see cref="CompressPage"/>.</summary>
static class GateChart
{
    const int Width = 280, Height = 90;

    /// <summary>Bars over 0 … 1, the highest as high as the drawing.</summary>
    public static string Histogram(GateView gate) =>
        Svg.Frame(Width, Height, Svg.Bars(gate.Histogram, Width, Height) + Svg.Ends(Width, Height, "0", "1"));

    public static string Trace(GateView gate)
    {
        int steps = gate.Trace.Count;
        var band = gate.Trace.Select((at, t) => Point(t, steps, at.High))
            .Concat(gate.Trace.Select((at, t) => Point(t, steps, at.Low)).Reverse());
        return Svg.Frame(Width, Height, $"<polygon class=\"band\" points=\"{string.Join(' ', band)}\"/>"
            + Svg.Line("trace", gate.Trace.Select((at, t) => Point(t, steps, at.Mean))) + Ends(steps));
    }

    /// <summary>One channel of a window, from its least value to its greatest.</summary>
    public static string Channel(Dataset data, int window, int channel)
    {
        int steps = data.Length(window);
        float[] values = [.. Enumerable.Range(0, steps).Select(t => data.Sample(window, t)[channel])];
        float[] finite = [.. values.Where(float.IsFinite).DefaultIfEmpty(0)];
        float least = finite.Min(), range = Math.Max(finite.Max() - least, 1e-30f);
        var points = values.Index().Where(pair => float.IsFinite(pair.Item))
            .Select(pair => Point(pair.Index, steps, (pair.Item - least) / range));
        return Svg.Frame(Width, Height, Svg.Line("trace", points) + Ends(steps)
            + Svg.Label(Width / 2, Height + Svg.Foot - 2, string.Create(CultureInfo.InvariantCulture, $"{least:g4} … {finite.Max():g4}"),
                "middle"));
    }

    static string Point(int t, int steps, float value) =>
        Svg.Point(steps < 2 ? 0 : (double)t / (steps - 1) * Width, Height - value * Height);

    static string Ends(int steps) => Svg.Ends(Width, Height, "1", steps.ToString(CultureInfo.InvariantCulture));
}
