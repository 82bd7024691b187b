using System.Globalization;
using System.Net;
using System.Text;

namespace EdgeLstm.Tool.Charts;

/// <summary>A page in one file: no script, nothing fetched, for screens of any width, in the dark, and for paper.</summary>
static class HtmlPage
{
    const string Style = """
        :root { color-scheme: light dark; --ink: #1f2328; --soft: #59636e; --line: #d1d9e0; --bar: #0969da; --band: #b6d6f7; --other: #bc4c00; --paper: #ffffff }
        @media (prefers-color-scheme: dark) { :root { --ink: #f0f6fc; --soft: #9198a1; --line: #3d444d; --bar: #4493f8; --band: #1b3a5e; --other: #f0883e; --paper: #0d1117 } body { background: #0d1117 } }
        @media print { :root { --ink: #000000; --soft: #444444; --line: #bbbbbb; --bar: #0550ae; --band: #b6d6f7; --other: #bc4c00; --paper: #ffffff } body { background: none; margin: 0 } figure, tr, pre, dl { break-inside: avoid } h2, h3, .note { break-after: avoid } thead { display: table-header-group } }
        body { font: 14px/1.45 system-ui, sans-serif; color: var(--ink); margin: 24px } h1 { font-size: 20px } h2 { font-size: 16px } h3 { font-size: 14px; margin: 16px 0 4px }
        .models { display: flex; flex-wrap: wrap; gap: 48px } .note { color: var(--soft) } svg { max-width: 100%; height: auto } svg text { fill: var(--soft); font: 11px system-ui, sans-serif }
        .axis { stroke: var(--line) } .bar { fill: var(--bar) } .band { fill: var(--band) } .trace { fill: none; stroke: var(--bar); stroke-width: 1.5 }
        """;

    /// <summary>The document around <paramref name="body"/>; <paramref name="style"/> is what this page has beyond the common.</summary>
    public static string Of(string title, string style, StringBuilder body) => string.Create(CultureInfo.InvariantCulture,
        $"<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{Text(title)}</title>\n<style>\n{Style}\n{style}</style></head>\n<body>\n{body}</body>\n</html>\n");

    public static string Text(string text) => WebUtility.HtmlEncode(text);
}
