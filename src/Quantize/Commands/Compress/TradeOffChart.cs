using System.Globalization;
using System.Text;

namespace EdgeLstm.Quantize.Commands;

/// <summary>Every trial as a point: what it costs to the right, its error upwards.</summary>
static class TradeOffChart
{
    const int Width = 420, Height = 260, Left = 44;

    /// <param name="made">Its trials.</param>
    /// <param name="cost">Of a trial.</param>
    /// <param name="unit">Of the cost.</param>
    public static string Draw(Compressed made, Func<Trial, double> cost, string unit)
    {
        double limit = made.Chosen.Error / made.Chosen.OfLimit;
        if (!double.IsFinite(limit))
            limit = made.Limits.Choice[0];
        var across = Axis.Linear(made.Trials.Select(cost), fromZero: true);
        var up = Axis.Log(made.Trials.Select(trial => trial.Error).Append(limit));
        double X(Trial trial) => across.At(cost(trial)) * Width;
        double Y(double error) => (1 - up.At(error)) * Height;

        var drawing = new StringBuilder();
        foreach (double tick in across.Ticks)
            drawing.Append(Svg.Label(across.At(tick) * Width, Height + Svg.Foot - 2, Axis.Text(tick), tick == 0 ? "start" : "middle"));
        foreach (double tick in up.Ticks)
            drawing.Append(CultureInfo.InvariantCulture, $"<path class=\"axis\" d=\"M0 {Y(tick):F1}H{Width}\"/>{Svg.Label(-6, Y(tick) + 4, Axis.Text(tick), "end")}");
        drawing.Append(CultureInfo.InvariantCulture, $"<path class=\"limit\" d=\"M0 {Y(limit):F1}H{Width}\"/>{Svg.Label(4, Y(limit) - 4, "budget")}");
        drawing.Append(Svg.Line("front", Steps(made.Trials, cost).Select(trial => Svg.Point(X(trial), Y(trial.Error)))));
        foreach (var trial in made.Trials)
            drawing.Append(CultureInfo.InvariantCulture, $"<circle class=\"{(trial.IsThin ? "low" : "full")}{(trial.Scheme == Generator.Artifact.Scheme.Int8 ? " narrow" : "")}\" cx=\"{X(trial):F1}\" cy=\"{Y(trial.Error):F1}\" r=\"4\"><title>{Title(trial, cost, unit)}</title></circle>");
        drawing.Append(CultureInfo.InvariantCulture, $"<circle class=\"chosen\" cx=\"{X(made.Chosen):F1}\" cy=\"{Y(made.Chosen.Error):F1}\" r=\"9\"/>");
        return Svg.Frame(Width, Height, drawing.ToString(), Left);
    }

    /// <summary>From the cheapest on, those with less error than all that cost less.</summary>
    static IEnumerable<Trial> Steps(IReadOnlyList<Trial> trials, Func<Trial, double> cost)
    {
        double least = double.PositiveInfinity;
        foreach (var trial in trials.OrderBy(cost).ThenBy(trial => trial.OfLimit))
            if (trial.OfLimit < least)
            {
                least = trial.OfLimit;
                yield return trial;
            }
    }

    static string Title(Trial trial, Func<Trial, double> cost, string unit) => HtmlPage.Text(FormattableString.Invariant($"{trial}: {cost(trial):N0} {unit}, RMSE {trial.Error:g4}"));
}
