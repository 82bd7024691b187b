using System.Globalization;
using System.Text;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Evaluation;
using EdgeLstm.Tool.Charts;

namespace EdgeLstm.Tool.Commands.Gates;

/// <summary>
/// The page of <c>gates</c>: for each model a column with, gate by gate, the histogram over all data (figures 2 and 6 of Li et al. 2018)
/// and the trace over one window (figure 7), and the window's channels below. SVG without a script.
/// </summary>
static class GatesPage
{
    public static string Make(IReadOnlyList<(string Model, IReadOnlyList<GateView> Gates)> shown, Dataset data,
        IReadOnlyList<string> channels, int drawn)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"<h1>Gates over {data.Windows:N0} windows of {data.Steps:N0} samples</h1>\n");
        page.Append(CultureInfo.InvariantCulture, $"<p class=\"note\">Left: how often each value occurs. Right: window {drawn}, step by step; the line is the mean over the units, and a tenth of them are above and below the band.</p>\n<div class=\"models\">\n");
        foreach (var (model, gates) in shown)
        {
            page.Append(CultureInfo.InvariantCulture, $"<section>\n<h2>{HtmlPage.Text(model)}</h2>\n");
            foreach (var gate in gates)
            {
                page.Append(CultureInfo.InvariantCulture, $"<h3>{HtmlPage.Text(gate.Layer)}: {HtmlPage.Text(gate.Gate)}</h3>\n<p class=\"note\">{gate.ClosedShare:P1} below 0.1, {gate.OpenShare:P1} above 0.9, mean {gate.Mean:F2}</p>\n");
                page.Append(GateChart.Histogram(gate)).Append(GateChart.Trace(gate)).Append('\n');
            }

            page.Append("</section>\n");
        }

        page.Append("</div>\n<h2>The window's channels</h2>\n");
        for (int channel = 0; channel < channels.Count; channel++)
            page.Append(CultureInfo.InvariantCulture,
                $"<h3>{HtmlPage.Text(channels[channel])}</h3>\n{GateChart.Channel(data, drawn, channel)}\n");
        return HtmlPage.Of("Gates", "", page);
    }
}
