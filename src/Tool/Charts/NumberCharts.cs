using System.Text;
using EdgeLstm.Quantize.Evaluation;
using EdgeLstm.Tool.Reports;

namespace EdgeLstm.Tool.Charts;

/// <summary>Answers beside true numbers: all of them, and the error by what is true, as by the life that is left.</summary>
static class NumberCharts
{
    static readonly ReportColumn[] Columns = [new("from", "truth from"), new("to", "to"), new("windows", "windows"), new("rmse", "RMSE"),
        new("bias", "mean error, answer − truth")];

    public static void Draw(StringBuilder page, IReadOnlyList<float> found, IReadOnlyList<double> truth)
    {
        var all = Axis.Linear([.. truth, .. found.Select(value => (double)value)], fromZero: false);
        var bins = ErrorBins.Of(found, truth);
        var across = Axis.Linear(truth, fromZero: false);
        var errors = Axis.Linear(bins.SelectMany(bin => (double[])[bin.Rmse, bin.Bias]), fromZero: true);
        HtmlPage.OpenRow(page, HtmlPage.Key("bar", "answers, and their RMSE")
            + HtmlPage.Key("other", "mean error, answer − truth: above 0 the answers are too high"));
        HtmlPage.Figure(page, "Every answer (up) over its truth; on the line both are the same",
            new Plot(all, all).Dots("dot", truth.Select((value, n) => (value, (double)found[n])))
                .Line("limit", [(all.Least, all.Least), (all.Most, all.Most)]).Draw());
        HtmlPage.Figure(page, "Error over the truth", new Plot(across, errors).Level("limit", 0)
            .Line("trace", bins.Select(bin => (bin.Centre, bin.Rmse))).Line("second", bins.Select(bin => (bin.Centre, bin.Bias))).Draw());
        HtmlPage.CloseRow(page);
    }

    public static ReportTable Bins(IReadOnlyList<float> found, IReadOnlyList<double> truth) => new("errorByTruth", "Error by what is true",
        Columns, [.. ErrorBins.Of(found, truth)
            .Select(bin => (IReadOnlyList<ReportCell>)[bin.From, bin.To, bin.Count, bin.Rmse, bin.Bias])]);
}
