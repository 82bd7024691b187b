using System.Globalization;
using System.Net;
using System.Text;
using EdgeLstm.Tool.Reports;

namespace EdgeLstm.Tool.Charts;

/// <summary>A page in one file: no script, nothing fetched, for screens of any width, in the dark, and for paper.</summary>
static class HtmlPage
{
    const string Style = """
        :root { color-scheme: light dark; --ink: #1f2328; --soft: #59636e; --line: #d1d9e0; --bar: #0969da; --band: #b6d6f7;
            --other: #bc4c00; --paper: #ffffff }
        @media (prefers-color-scheme: dark) {
            :root { --ink: #f0f6fc; --soft: #9198a1; --line: #3d444d; --bar: #4493f8; --band: #1b3a5e; --other: #f0883e; --paper: #0d1117 }
            body { background: #0d1117 }
        }
        @media print {
            :root { --ink: #000000; --soft: #444444; --line: #bbbbbb; --bar: #0550ae; --band: #b6d6f7; --other: #bc4c00; --paper: #ffffff }
            body { background: none; margin: 0 }
            figure, tr, pre, dl { break-inside: avoid }
            h2, h3, .note { break-after: avoid }
            thead { display: table-header-group }
        }
        body { font: 14px/1.45 system-ui, sans-serif; color: var(--ink); margin: 24px }
        h1 { font-size: 20px }
        h2 { font-size: 16px }
        h3 { font-size: 14px; margin: 16px 0 4px }
        .models { display: flex; flex-wrap: wrap; gap: 48px }
        .note { color: var(--soft) }
        svg { max-width: 100%; height: auto }
        svg text { fill: var(--soft); font: 11px system-ui, sans-serif }
        section { margin: 28px 0 }
        .row { display: flex; flex-wrap: wrap; gap: 12px 20px }
        figure { margin: 0; max-width: 100% }
        figcaption { font-weight: 600; margin: 8px 0 4px }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 20px; margin: 0 }
        dt { color: var(--soft) }
        dd { margin: 0; overflow-wrap: anywhere }
        .wide { overflow-x: auto }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums }
        th, td { padding: 3px 14px 3px 0; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap }
        th { color: var(--soft); font-weight: 600 }
        .name { text-align: left; white-space: normal; overflow-wrap: anywhere; min-width: 7ch }
        tr.this td { font-weight: 700 }
        .axis { stroke: var(--line); fill: none }
        .bar { fill: var(--bar) }
        .band { fill: var(--band) }
        .trace { fill: none; stroke: var(--bar); stroke-width: 1.5 }
        .second { fill: none; stroke: var(--other); stroke-width: 1.5 }
        .third { fill: none; stroke: var(--soft); stroke-width: 1.5 }
        .dot { fill: var(--bar); fill-opacity: .45 }
        .limit { stroke: var(--ink); stroke-dasharray: 5 4; fill: none }
        .ring { fill: none; stroke: var(--ink); stroke-width: 2 }
        .key { display: inline-block; width: 10px; height: 10px; border: 1.5px solid; border-radius: 5px; margin: 0 4px 0 12px }
        .key.line { height: 0; width: 18px; border-width: 1.5px 0 0; border-radius: 0; vertical-align: middle }
        .key:first-child { margin-left: 0 }
        @media (max-width: 480px) {
            body { margin: 16px }
            dl { grid-template-columns: 1fr; gap: 0 }
            dd { margin-bottom: 6px }
        }
        """;

    /// <summary>The style of a page that is read from top to bottom.</summary>
    public const string Column = "body { max-width: 1080px; margin: 24px auto; padding: 0 16px }\n";

    /// <summary>The document around <paramref name="body"/>; <paramref name="style"/> is what this page has beyond the common.</summary>
    public static string Of(string title, string style, StringBuilder body) => string.Create(CultureInfo.InvariantCulture,
        $"<!DOCTYPE html>\n<html lang=\"en\">\n<head>{Head}<title>{Text(title)}</title>\n<style>\n{Style}\n{style}</style></head>\n"
            + $"<body>\n{body}</body>\n</html>\n");

    const string Head = "<meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">";

    /// <summary>What a report says in single values.</summary>
    public static void Facts(StringBuilder page, IEnumerable<Fact> facts)
    {
        page.Append("<dl>\n");
        foreach (var fact in facts)
            page.Append(CultureInfo.InvariantCulture, $"<dt>{Text(fact.Label)}</dt><dd>{Text(fact.Value.Text)}</dd>\n");
        page.Append("</dl>\n");
    }

    public static void Notes(StringBuilder page, IEnumerable<string> notes)
    {
        foreach (string note in notes)
            page.Append(CultureInfo.InvariantCulture, $"<p class=\"note\">{Text(note)}</p>\n");
    }

    /// <summary>A table of a report; <paramref name="share"/> shades a cell by 0 to 1.</summary>
    public static void Table(StringBuilder page, ReportTable table, Func<int, int, double>? share = null)
    {
        page.Append(CultureInfo.InvariantCulture, $"<h3>{Text(table.Title)}</h3>\n<div class=\"wide\"><table>\n<thead><tr>");
        for (int c = 0; c < table.Columns.Count; c++)
            page.Append(CultureInfo.InvariantCulture, $"<th{Kind(c)}>{Text(table.Columns[c].Header)}</th>");
        page.Append("</tr></thead>\n");
        foreach (var (r, row) in table.Rows.Index())
        {
            page.Append("<tr>");
            for (int c = 0; c < row.Count; c++)
            {
                string shade = share?.Invoke(r, c) is > 0 and var part
                    ? string.Create(CultureInfo.InvariantCulture,
                        $" style=\"background:color-mix(in srgb, var(--band) {part * 100:F0}%, transparent)\"")
                    : "";
                page.Append(CultureInfo.InvariantCulture, $"<td{Kind(c)}{shade}>{Text(row[c].Text)}</td>");
            }

            page.Append("</tr>\n");
        }

        page.Append("</table></div>\n");

        string Kind(int column) => table.IsNumeric(column) ? "" : " class=\"name\"";
    }

    public static void Figure(StringBuilder page, string name, string drawing) =>
        page.Append(CultureInfo.InvariantCulture, $"<figure><figcaption>{Text(name)}</figcaption>{drawing}</figure>\n");

    /// <summary>What a line or dot of a drawing stands for.</summary>
    /// <param name="color">Of the common style: bar, other, soft, ink or band.</param>
    public static string Key(string color, string text, bool isLine = true) =>
        $"<span class=\"key{(isLine ? " line" : "")}\" style=\"border-color:var(--{color})"
            + $"{(isLine ? "" : $";background:var(--{color})")}\"></span>{Text(text)} ";

    /// <summary>Says what the drawings have in common; they stand side by side where there is room, until <see cref="CloseRow"/>.</summary>
    public static void OpenRow(StringBuilder page, string keys) => page.Append($"<p class=\"note\">{keys}</p>\n<div class=\"row\">\n");

    public static void CloseRow(StringBuilder page) => page.Append("</div>\n");

    public static string Text(string text) => WebUtility.HtmlEncode(text);
}
