using System.Globalization;
using System.Text;
using EdgeLstm.Quantize.Data;
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
            (windows, at) =>
            {
                var plot = new Plot(Across(at, data, windows), up);
                for (int first = 0, end; first < windows.Length; first = end)
                {
                    for (end = first + 1; end < windows.Length && data.Truth[windows[end]] == data.Truth[windows[first]];)
                        end++;
                    if (data.Truth[windows[first]] != 0)
                        plot.Band(at(data.Places[windows[first]].Row), at(data.Places[windows[end - 1]].Row));
                }

                return plot.Level("limit", threshold).Line("trace", Points(at, data, windows, n => scores[n])).Draw();
            });
    }

    /// <summary>Answers and truth; <paramref name="order"/> has the worst first.</summary>
    public static void Draw(StringBuilder page, EvaluationWindows data, IReadOnlyList<float> found, int[] order) =>
        Row(page, data, order, HtmlPage.Key("bar", "answer") + HtmlPage.Key("other", "truth"), (windows, at) =>
        {
            var up = Axis.Linear(windows.SelectMany(n => (double[])[found[n], data.Truth[n]]), fromZero: false);
            return new Plot(Across(at, data, windows), up).Line("second", Points(at, data, windows, n => data.Truth[n]))
                .Line("trace", Points(at, data, windows, n => found[n])).Draw();
        });

    /// <summary>As the table has it, or the file where it has no groups.</summary>
    public static string NameOf(EvaluationWindows data, int series) =>
        data.Series[series].Group is { Length: > 0 } group ? group : Path.GetFileName(data.Series[series].File);

    static void Row(StringBuilder page, EvaluationWindows data, int[] order, string keys,
        Func<int[], Func<int, double>, string> draw)
    {
        int[] shown = order.Length <= Worst + Best ? order : [.. order[..Worst], .. order[^Best..]];
        string which = shown.Length == order.Length ? "" : $": the {Worst} worst and the {Best} best of {order.Length}";
        page.Append($"<h3>Sample by sample{which}</h3>\n");
        HtmlPage.OpenRow(page, keys);
        var windows = Enumerable.Range(0, data.Count).ToLookup(n => data.Places[n].Series);
        foreach (int series in shown)
        {
            int[] own = [.. windows[series].OrderBy(n => data.Places[n].Row)];
            var (at, words) = TimeOf(data, own);
            HtmlPage.Figure(page, $"{NameOf(data, series)}, over {words}", draw(own, at));
        }

        HtmlPage.CloseRow(page);
    }

    /// <summary>Where a row stands on the horizontal axis: by its time where there is one, else by its number.</summary>
    static (Func<int, double> At, string Words) TimeOf(EvaluationWindows data, int[] windows)
    {
        var series = data.Series[data.Places[windows[0]].Series];
        if (series.Time(0) is not { } start)
            return (row => row, "samples");
        if (series.TimeKind == TimeKind.Number)
            return (row => series.Time(row)!.Value, data.Time!);
        double span = series.Time(data.Places[windows[^1]].Row)!.Value - start;
        var (unit, seconds) = span switch
        {
            > 3 * 86400 => ("days", 86400),
            > 3 * 3600 => ("hours", 3600),
            > 3 * 60 => ("minutes", 60),
            _ => ("seconds", 1),
        };
        string from = DateTime.UnixEpoch.AddSeconds(start)
            .ToString(series.TimeKind == TimeKind.Date ? "yyyy-MM-dd HH:mm" : "HH:mm:ss", CultureInfo.InvariantCulture);
        return (row => (series.Time(row)!.Value - start) / seconds, $"{unit} from {from}");
    }

    static Axis Across(Func<int, double> at, EvaluationWindows data, int[] windows)
    {
        double first = at(data.Places[windows[0]].Row), last = at(data.Places[windows[^1]].Row);
        return new(first, last > first ? last : first + 1, false);
    }

    static IEnumerable<(double, double)> Points(Func<int, double> at, EvaluationWindows data, int[] windows, Func<int, double> value) =>
        windows.Select(n => (at(data.Places[n].Row), value(n)));
}
