using System.Globalization;
using System.Text;
using EdgeLstm.Quantize.Data;

namespace EdgeLstm.Quantize.Commands;

/// <summary>The drawings of <see cref="GatesPage"/>.</summary>
static class GateChart
{
    const int Width = 280, Height = 90, Foot = 14;

    /// <summary>Bars over 0 … 1, the highest as high as the drawing.</summary>
    public static string Histogram(GateView gate)
    {
        var bars = new StringBuilder();
        double most = Math.Max(1, gate.Histogram.Max()), width = (double)Width / GateView.Bins;
        for (int bin = 0; bin < GateView.Bins; bin++)
            if (gate.Histogram[bin] > 0)
            {
                double height = gate.Histogram[bin] / most * Height;
                bars.Append(CultureInfo.InvariantCulture, $"<rect class=\"bar\" x=\"{bin * width:F1}\" y=\"{Height - height:F1}\" width=\"{width - 0.6:F1}\" height=\"{height:F1}\"/>");
            }

        return Frame($"{bars}<text x=\"0\" y=\"{Height + Foot - 2}\">0</text><text x=\"{Width}\" y=\"{Height + Foot - 2}\" text-anchor=\"end\">1</text>");
    }

    public static string Trace(GateView gate)
    {
        int steps = gate.Trace.Count;
        var band = gate.Trace.Select((at, t) => Point(t, steps, at.High)).Concat(gate.Trace.Select((at, t) => Point(t, steps, at.Low)).Reverse());
        return Frame($"<polygon class=\"band\" points=\"{string.Join(' ', band)}\"/><polyline class=\"trace\" points=\"{string.Join(' ', gate.Trace.Select((at, t) => Point(t, steps, at.Mean)))}\"/>{Ends(steps)}");
    }

    /// <summary>One channel of a window, from its least value to its greatest.</summary>
    public static string Channel(Dataset data, int window, int channel)
    {
        float[] values = [.. Enumerable.Range(0, data.Steps).Select(t => data.Sample(window, t)[channel])];
        float[] finite = [.. values.Where(float.IsFinite).DefaultIfEmpty(0)];
        float least = finite.Min(), range = Math.Max(finite.Max() - least, 1e-30f);
        var points = values.Index().Where(pair => float.IsFinite(pair.Item)).Select(pair => Point(pair.Index, data.Steps, (pair.Item - least) / range));
        return Frame(string.Create(CultureInfo.InvariantCulture, $"<polyline class=\"trace\" points=\"{string.Join(' ', points)}\"/>{Ends(data.Steps)}<text x=\"{Width / 2}\" y=\"{Height + Foot - 2}\" text-anchor=\"middle\">{least:g4} … {finite.Max():g4}</text>"));
    }

    static string Point(int t, int steps, float value) =>
        string.Create(CultureInfo.InvariantCulture, $"{(steps < 2 ? 0 : (double)t / (steps - 1) * Width):F1},{Height - value * Height:F1}");

    static string Ends(int steps) => $"<text x=\"0\" y=\"{Height + Foot - 2}\">1</text><text x=\"{Width}\" y=\"{Height + Foot - 2}\" text-anchor=\"end\">{steps}</text>";

    static string Frame(string content) =>
        $"<svg width=\"{Width + 16}\" height=\"{Height + Foot + 8}\" viewBox=\"-4 -4 {Width + 16} {Height + Foot + 8}\" role=\"img\"><path class=\"axis\" d=\"M0 {Height}H{Width}\"/>{content}</svg>";
}
