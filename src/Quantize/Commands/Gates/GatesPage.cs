using System.Globalization;
using System.Net;
using System.Text;
using EdgeLstm.Quantize.Data;

namespace EdgeLstm.Quantize.Commands;

/// <summary>
/// The page of <c>gates</c>: for each model a column with, gate by gate, the histogram over all data (figures 2 and 6 of Li et al. 2018) and the trace over one window (figure 7), and the window's channels below.
/// SVG without a script.
/// </summary>
static class GatesPage
{
    const string Style = """
        :root { color-scheme: light dark; --ink: #1f2328; --soft: #59636e; --line: #d1d9e0; --bar: #0969da; --band: #b6d6f7 }
        @media (prefers-color-scheme: dark) { :root { --ink: #f0f6fc; --soft: #9198a1; --line: #3d444d; --bar: #4493f8; --band: #1b3a5e } body { background: #0d1117 } }
        body { font: 14px system-ui, sans-serif; color: var(--ink); margin: 24px } h1 { font-size: 20px } h2 { font-size: 16px } h3 { font-size: 14px; margin: 16px 0 4px }
        .models { display: flex; flex-wrap: wrap; gap: 48px } .note { color: var(--soft) } svg text { fill: var(--soft); font: 11px system-ui, sans-serif }
        .axis { stroke: var(--line) } .bar { fill: var(--bar) } .band { fill: var(--band) } .trace { fill: none; stroke: var(--bar); stroke-width: 1.5 }
        """;

    public static string Make(IReadOnlyList<(string Model, IReadOnlyList<GateView> Gates)> shown, Dataset data, IReadOnlyList<string> channels, int drawn)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>Gates</title>\n<style>\n{Style}\n</style></head>\n<body>\n<h1>Gates over {data.Windows:N0} windows of {data.Steps:N0} samples</h1>\n");
        page.Append(CultureInfo.InvariantCulture, $"<p class=\"note\">Left: how often each value occurs. Right: window {drawn}, step by step; the line is the mean over the units, and a tenth of them are above and below the band.</p>\n<div class=\"models\">\n");
        foreach (var (model, gates) in shown)
        {
            page.Append(CultureInfo.InvariantCulture, $"<section>\n<h2>{Text(model)}</h2>\n");
            foreach (var gate in gates)
            {
                page.Append(CultureInfo.InvariantCulture, $"<h3>{Text(gate.Layer)}: {Text(gate.Gate)}</h3>\n<p class=\"note\">{gate.ClosedShare:P1} below 0.1, {gate.OpenShare:P1} above 0.9, mean {gate.Mean:F2}</p>\n");
                page.Append(GateChart.Histogram(gate)).Append(GateChart.Trace(gate)).Append('\n');
            }

            page.Append("</section>\n");
        }

        page.Append("</div>\n<h2>The window's channels</h2>\n");
        for (int channel = 0; channel < channels.Count; channel++)
            page.Append(CultureInfo.InvariantCulture, $"<h3>{Text(channels[channel])}</h3>\n{GateChart.Channel(data, drawn, channel)}\n");
        return page.Append("</body>\n</html>\n").ToString();
    }

    static string Text(string name) => WebUtility.HtmlEncode(name);
}
