using System.Globalization;
using System.Text;
using EdgeLstm.Quantize.Evaluation;
using EdgeLstm.Quantize.Training;
using EdgeLstm.Tool.Charts;
using EdgeLstm.Tool.Reports;

namespace EdgeLstm.Tool.Commands.Train;

/// <summary>The page of <c>train --report</c>: the losses, and the answers beside the truth on the data held out.</summary>
static class TrainPage
{
    const int MaxGroups = 6;

    public static string Make(string name, Report report, TrainingResult model, IReadOnlyList<HeldOut> outputs)
    {
        var page = new StringBuilder($"<h1>{HtmlPage.Text(name)}</h1>\n");
        HtmlPage.Facts(page, report.Facts);
        HtmlPage.Notes(page, report.Notes);
        page.Append("<section>\n<h2>Loss</h2>\n");
        HtmlPage.OpenRow(page, HtmlPage.Key("bar", "training") + HtmlPage.Key("other", "validation"));
        HtmlPage.Figure(page, "Loss over the epochs, logarithmic", Losses(model.History));
        HtmlPage.CloseRow(page);
        page.Append("</section>\n");
        foreach (var output in outputs.Where(output => output.Answers.Count > 0))
            Output(page, output);
        return HtmlPage.Of(name, HtmlPage.Column, page);
    }

    static string Losses(IReadOnlyList<EpochResult> history)
    {
        var across = new Axis(1, Math.Max(2, history.Count), false);
        return new Plot(across, Axis.Log(history.SelectMany(epoch => (double[])[epoch.Loss, epoch.ValidationLoss])))
            .Line("trace", Positive(epoch => epoch.Loss)).Line("second", Positive(epoch => epoch.ValidationLoss)).Draw();

        IEnumerable<(double, double)> Positive(Func<EpochResult, double> loss) =>
            history.Where(epoch => loss(epoch) > 0).Select(epoch => ((double)epoch.Epoch, loss(epoch)));
    }

    static void Output(StringBuilder page, HeldOut output)
    {
        string unit = output.Unit.Length > 0 ? $", {output.Unit}" : "";
        page.Append(CultureInfo.InvariantCulture, $"<section>\n<h2>{HtmlPage.Text(output.Name + unit)}: data held out</h2>\n");
        float[] found = [.. output.Answers.Select(answer => (float)answer.Found)];
        double[] truth = [.. output.Answers.Select(answer => answer.True)];
        if (output.Task != TaskKind.Classification)
            NumberCharts.Draw(page, found, truth);
        page.Append("<h3>Sample by sample</h3>\n");
        HtmlPage.OpenRow(page, HtmlPage.Key("bar", "answer") + HtmlPage.Key("other", "truth"));
        var up = Axis.Linear([.. truth, .. output.Answers.Select(answer => answer.Found)],
            fromZero: output.Task == TaskKind.Classification);
        foreach (var group in output.Answers.GroupBy(answer => answer.Group).Take(MaxGroups))
            HtmlPage.Figure(page, group.Key.Length > 0 ? group.Key : "all", Group([.. group], up));
        HtmlPage.CloseRow(page);
        page.Append("</section>\n");
    }

    static string Group((string Group, double Found, double True)[] answers, Axis up) =>
        new Plot(new(1, Math.Max(2, answers.Length), false), up)
            .Line("second", answers.Index().Select(at => (at.Index + 1.0, at.Item.True)))
            .Line("trace", answers.Index().Select(at => (at.Index + 1.0, at.Item.Found))).Draw();
}
