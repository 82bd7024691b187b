using System.Text;
using EdgeLstm.Quantize.Evaluation;

namespace EdgeLstm.Tool.Charts;

/// <summary>Some machines' answers, sample by sample.</summary>
static class MachineCharts
{
    /// <summary>The worst of them, and the best.</summary>
    const int Worst = 4, Best = 2;

    /// <summary>Scores, the threshold and the stretches in which the event is true.</summary>
    public static void Draw(StringBuilder page, EvaluationWindows data, IReadOnlyList<float> scores, double threshold, LeadTimes lead)
    {
        var up = Axis.Linear([.. scores.Select(score => (double)score), threshold], fromZero: true);
        Row(page, data, [.. lead.WorstFirst.Select(group => group.Series)],
            HtmlPage.Key("bar", "score") + HtmlPage.Key("ink", "threshold") + HtmlPage.Key("band", "the event is true", isLine: false),
            windows =>
            {
                var plot = new Plot(Across(data, windows), up);
                for (int first = 0, end; first < windows.Length; first = end)
                {
                    for (end = first + 1; end < windows.Length && data.Truth[windows[end]] == data.Truth[windows[first]];)
                        end++;
                    if (data.Truth[windows[first]] != 0)
                        plot.Band(data.Places[windows[first]].Row, data.Places[windows[end - 1]].Row);
                }

                return plot.Level("limit", threshold).Line("trace", Points(data, windows, n => scores[n])).Draw();
            });
    }

    /// <summary>Answers and truth; <paramref name="order"/> has the worst first.</summary>
    public static void Draw(StringBuilder page, EvaluationWindows data, IReadOnlyList<float> found, int[] order) =>
        Row(page, data, order, HtmlPage.Key("bar", "answer") + HtmlPage.Key("other", "truth"), windows =>
        {
            var up = Axis.Linear(windows.SelectMany(n => (double[])[found[n], data.Truth[n]]), fromZero: false);
            return new Plot(Across(data, windows), up).Line("second", Points(data, windows, n => data.Truth[n]))
                .Line("trace", Points(data, windows, n => found[n])).Draw();
        });

    /// <summary>As the table has it, or the file where it has no groups.</summary>
    public static string NameOf(EvaluationWindows data, int series) =>
        data.Series[series].Group is { Length: > 0 } group ? group : Path.GetFileName(data.Series[series].File);

    static void Row(StringBuilder page, EvaluationWindows data, int[] order, string keys, Func<int[], string> draw)
    {
        int[] shown = order.Length <= Worst + Best ? order : [.. order[..Worst], .. order[^Best..]];
        string which = shown.Length == order.Length ? "" : $": the {Worst} worst and the {Best} best of {order.Length}";
        page.Append($"<h3>Sample by sample{which}</h3>\n");
        HtmlPage.OpenRow(page, keys);
        var windows = Enumerable.Range(0, data.Count).ToLookup(n => data.Places[n].Series);
        foreach (int series in shown)
            HtmlPage.Figure(page, NameOf(data, series), draw([.. windows[series].OrderBy(n => data.Places[n].Row)]));
        HtmlPage.CloseRow(page);
    }

    static Axis Across(EvaluationWindows data, int[] windows) =>
        new(data.Places[windows[0]].Row, Math.Max(data.Places[windows[^1]].Row, data.Places[windows[0]].Row + 1), false);

    static IEnumerable<(double, double)> Points(EvaluationWindows data, int[] windows, Func<int, double> value) =>
        windows.Select(n => ((double)data.Places[n].Row, value(n)));
}
