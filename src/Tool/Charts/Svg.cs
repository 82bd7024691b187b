using System.Globalization;
using System.Text;

namespace EdgeLstm.Tool.Charts;

/// <summary>What drawings are made of. They stand on a line, with <see cref="Foot"/> below it for its numbers.</summary>
static class Svg
{
    public const int Foot = 14;

    /// <param name="width">Of the drawing, in pixels from 0.</param>
    /// <param name="height">Down to the line of the horizontal axis, in pixels.</param>
    /// <param name="content">SVG elements, unescaped.</param>
    /// <param name="left">Room for the numbers of an axis at the left.</param>
    public static string Frame(int width, int height, string content, int left = 0) =>
        $"<svg width=\"{left + width + 16}\" height=\"{height + Foot + 8}\" viewBox=\"{-left - 4} -4 {left + width + 16} {height + Foot + 8}\" role=\"img\"><path class=\"axis\" d=\"M0 {height}H{width}\"/>{content}</svg>";

    /// <summary>Counts as bars side by side, the highest as high as the drawing.</summary>
    public static string Bars(IReadOnlyList<long> counts, int width, int height, string style = "bar")
    {
        var bars = new StringBuilder();
        double most = Math.Max(1, counts.Max()), each = (double)width / counts.Count;
        for (int bin = 0; bin < counts.Count; bin++)
            if (counts[bin] > 0)
            {
                double tall = counts[bin] / most * height;
                bars.Append(CultureInfo.InvariantCulture, $"<rect class=\"{style}\" x=\"{bin * each:F1}\" y=\"{height - tall:F1}\" width=\"{each - 0.6:F1}\" height=\"{tall:F1}\"/>");
            }

        return bars.ToString();
    }

    public static string Label(double x, double y, string text, string anchor = "start") =>
        string.Create(CultureInfo.InvariantCulture,
            $"<text x=\"{x:0.#}\" y=\"{y:0.#}\"{(anchor == "start" ? "" : $" text-anchor=\"{anchor}\"")}>{HtmlPage.Text(text)}</text>");

    /// <summary>What the line begins and ends with.</summary>
    public static string Ends(int width, int height, string first, string last) =>
        Label(0, height + Foot - 2, first) + Label(width, height + Foot - 2, last, "end");

    public static string Point(double x, double y) => string.Create(CultureInfo.InvariantCulture, $"{x:F1},{y:F1}");

    public static string Line(string style, IEnumerable<string> points) =>
        $"<polyline class=\"{style}\" points=\"{string.Join(' ', points)}\"/>";
}
