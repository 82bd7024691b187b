using System.Globalization;
using EdgeLstm.Quantize.Evaluation;
using EdgeLstm.Quantize.Training;

namespace EdgeLstm.Tool.Commands.Train;

/// <summary>The drawings of <see cref="TrainPage"/>.</summary>
static class TrainChart
{
    const int Width = 420, Height = 180, Left = 56, Foot = 18, MaxPoints = 1500;

    /// <summary>Both losses over the epochs, on a logarithmic scale.</summary>
    public static string Losses(IReadOnlyList<EpochResult> history)
    {
        double[] all = [.. history.SelectMany(epoch => new[] { epoch.Loss, epoch.ValidationLoss })
            .Where(value => value > 0 && double.IsFinite(value)).Select(Math.Log10).DefaultIfEmpty(0)];
        var (least, most) = Range(all);
        string Line(Func<EpochResult, double> loss, string style) =>
            Polyline(style, history.Where(epoch => loss(epoch) > 0 && double.IsFinite(loss(epoch)))
            .Select(epoch => (history.Count < 2 ? 0 : (epoch.Epoch - 1.0) / (history.Count - 1),
                (Math.Log10(loss(epoch)) - least) / (most - least))));
        return Frame(Line(epoch => epoch.Loss, "found") + Line(epoch => epoch.ValidationLoss, "true"), Math.Pow(10, least),
            Math.Pow(10, most), "epoch 1", $"{history.Count}");
    }

    /// <summary>Answers over the truth: on the line, they are the same.</summary>
    public static string Scatter(HeldOut output)
    {
        var (least, most) = Range([.. output.Answers.SelectMany(answer => new[] { answer.Found, answer.True })]);
        int every = Math.Max(1, output.Answers.Count / MaxPoints);
        var points = output.Answers.Where((_, n) => n % every == 0)
            .Select(answer => Place((answer.True - least) / (most - least), (answer.Found - least) / (most - least)));
        return Frame(Polyline("axis", [(0, 0), (1, 1)])
            + string.Concat(points.Select(point => $"<circle class=\"dot\" cx=\"{point.X}\" cy=\"{point.Y}\" r=\"1.6\"/>")), least, most,
            $"{Number(least)} true", Number(most));
    }

    /// <summary>One group, sample by sample: the truth, and what the model answered.</summary>
    public static string Group(IReadOnlyList<(string Group, double Found, double True)> answers)
    {
        int every = Math.Max(1, answers.Count / MaxPoints);
        var (least, most) = Range([.. answers.SelectMany(answer => new[] { answer.Found, answer.True })]);
        string Line(Func<(string Group, double Found, double True), double> value, string style) =>
            Polyline(style, answers.Index().Where(each => each.Index % every == 0)
                .Select(each => (answers.Count < 2 ? 0 : each.Index / (answers.Count - 1.0), (value(each.Item) - least) / (most - least))));
        return Frame(Line(answer => answer.True, "true") + Line(answer => answer.Found, "found"), least, most, "1", $"{answers.Count}");
    }

    static (double Least, double Most) Range(double[] values)
    {
        double least = values.Min(), most = values.Max();
        return most - least > 1e-12 * Math.Max(1, Math.Abs(most)) ? (least, most) : (least - 0.5, most + 0.5);
    }

    static string Polyline(string style, IEnumerable<(double X, double Y)> points) =>
        $"<polyline class=\"{style}\" points=\"{string.Join(' ', points.Select(point => Place(point.X, point.Y)).Select(place => $"{place.X},{place.Y}"))}\"/>";

    static (string X, string Y) Place(double x, double y) => (Coordinate(x * Width), Coordinate(Height - y * Height));

    static string Coordinate(double value) => value.ToString("F1", CultureInfo.InvariantCulture);

    static string Number(double value) => value.ToString("g3", CultureInfo.InvariantCulture);

    static string Frame(string content, double least, double most, string first, string last) =>
        $"<svg width=\"{Width + Left + 8}\" height=\"{Height + Foot + 8}\" viewBox=\"{-Left} -4 {Width + Left + 8} {Height + Foot + 8}\" role=\"img\"><path class=\"axis\" d=\"M0 0V{Height}H{Width}\"/>"
        + $"<text x=\"-6\" y=\"8\" text-anchor=\"end\">{Number(most)}</text><text x=\"-6\" y=\"{Height}\" text-anchor=\"end\">{Number(least)}</text>"
        + $"<text x=\"0\" y=\"{Height + Foot - 4}\">{first}</text><text x=\"{Width}\" y=\"{Height + Foot - 4}\" text-anchor=\"end\">{last}</text>{content}</svg>\n";
}
