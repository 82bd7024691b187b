using System.Text;
using EdgeLstm.Tool.Charts;

namespace EdgeLstm.Tool.Commands.Evaluate;

/// <summary>The page of <c>evaluate --report</c>: what the text says, and beside it where the answers are wrong.</summary>
static class EvaluatePage
{
    public static string Make(EvaluateRequest request, IReadOnlyList<JudgedTarget> targets)
    {
        string title = $"{Path.GetFileName(request.Model)}, evaluated";
        var page = new StringBuilder($"<h1>{HtmlPage.Text(title)}</h1>\n");
        foreach (var target in targets)
        {
            var report = target.Report(request, detailed: true);
            page.Append($"<section>\n<h2>{HtmlPage.Text(target.Name)}</h2>\n");
            HtmlPage.Facts(page, report.Facts);
            HtmlPage.Notes(page, report.Notes);
            foreach (var table in report.Tables.Where(table => table.Key == Confusion.Key))
                HtmlPage.Table(page, table, (row, column) => Confusion.Share(table, row, column));
            target.Draw(page);
            foreach (var table in report.Tables.Where(table => table.Key != Confusion.Key))
                HtmlPage.Table(page, table);
            page.Append("</section>\n");
        }

        return HtmlPage.Of(title, HtmlPage.Column, page);
    }
}
