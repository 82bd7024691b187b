using System.Net;
using System.Text;
using EdgeLstm.Quantize.Evaluation;
using EdgeLstm.Quantize.Training;
using EdgeLstm.Tool.Reports;

namespace EdgeLstm.Tool.Commands.Train;

/// <summary>The page of <c>train --report</c>: plain HTML with SVG, nothing to load and no script.</summary>
static class TrainPage
{
    const int MaxGroups = 4;

    const string Style = """
        :root { --ink: #1f2328; --soft: #59636e; --line: #d1d9e0; --found: #0969da; --true: #bc4c00 }
        @media (prefers-color-scheme: dark) { :root { --ink: #f0f6fc; --soft: #9198a1; --line: #3d444d; --found: #4493f8; --true: #f0883e } body { background: #0d1117 } }
        body { font: 14px system-ui, sans-serif; color: var(--ink); margin: 24px } h1 { font-size: 20px } h2 { font-size: 16px } h3 { font-size: 14px; margin: 12px 0 4px }
        td { padding: 2px 16px 2px 0 } td + td { font-variant-numeric: tabular-nums } .side { display: flex; flex-wrap: wrap; gap: 24px } .note { color: var(--soft) }
        svg text { fill: var(--soft); font: 11px system-ui, sans-serif } polyline { fill: none; stroke-width: 1.5 } path.axis { fill: none }
        .axis { stroke: var(--line) } .found { stroke: var(--found) } .true { stroke: var(--true) } .dot { fill: var(--found); fill-opacity: .4 } b.found { color: var(--found) } b.true { color: var(--true) }
        """;

    public static string Make(string name, Report report, TrainingResult model, IReadOnlyList<HeldOut> outputs)
    {
        var page = new StringBuilder($"<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>{Text(name)}</title>\n<style>\n{Style}\n</style></head>\n<body>\n<h1>{Text(name)}</h1>\n<table>\n");
        foreach (var fact in report.Facts)
            page.Append($"<tr><td>{Text(fact.Label)}</td><td>{Text(fact.Value.Text)}</td></tr>\n");
        page.Append("</table>\n<ul class=\"note\">\n");
        foreach (string note in report.Notes)
            page.Append($"<li>{Text(note)}</li>\n");
        page.Append($"</ul>\n<h2>Loss</h2>\n<p class=\"note\"><b class=\"found\">Training</b> and <b class=\"true\">validation</b>, logarithmic.</p>\n{TrainChart.Losses(model.History)}");
        foreach (var output in outputs.Where(output => output.Answers.Count > 0))
            Output(page, output);
        return page.Append("</body>\n</html>\n").ToString();
    }

    static void Output(StringBuilder page, HeldOut output)
    {
        page.Append($"<h2>{Text(output.Name)}{(output.Unit.Length > 0 ? $", {Text(output.Unit)}" : "")}: data held out</h2>\n<p class=\"note\"><b class=\"found\">Answer</b> and <b class=\"true\">truth</b>{(output.Task == TaskKind.Classification ? "" : "; first, every answer over its truth")}.</p>\n<div class=\"side\">\n");
        if (output.Task != TaskKind.Classification)
            page.Append($"<div><h3>All</h3>\n{TrainChart.Scatter(output)}</div>\n");
        foreach (var group in output.Answers.GroupBy(answer => answer.Group).Take(MaxGroups))
            page.Append($"<div><h3>{(group.Key.Length > 0 ? Text(group.Key) : "Sample by sample")}</h3>\n{TrainChart.Group([.. group])}</div>\n");
        page.Append("</div>\n");
    }

    static string Text(string text) => WebUtility.HtmlEncode(text);
}
