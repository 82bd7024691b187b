using System.Globalization;
using System.Text;
using EdgeLstm.Quantize.Search;
using EdgeLstm.Tool.Charts;

namespace EdgeLstm.Tool.Commands.Compress;

/// <summary>
/// Every trial as a point: what it costs to the right, its error upwards; or where the truth decides, what the RMSE against it grows by.
/// </summary>
static class TradeOffChart
{
    const int Width = 420, Height = 260, Left = 44;
    const double FarOutside = 4;

    /// <param name="cost">A trial's place on the horizontal axis.</param>
    /// <param name="unit">Of <paramref name="cost"/>, as the axis says it.</param>
    public static string Draw(Compressed made, Func<Trial, double> cost, string unit)
    {
        double limit = made.Chosen.Standing.Limit;
        var across = Axis.Linear(made.Trials.Select(cost), fromZero: true);
        // Errors are of very different sizes; a growth may be less than nothing, and what is far outside stands at the upper end.
        var up = made.Limits.HasTruth
            ? Axis.Linear(made.Trials.Select(trial => Math.Min(trial.Standing.Measured, FarOutside * limit)).Append(limit), fromZero: true)
            : Axis.Log(made.Trials.Select(trial => trial.Error).Append(limit));
        double X(Trial trial) => across.At(cost(trial)) * Width;
        double Y(double error) => (1 - up.At(error)) * Height;

        var drawing = new StringBuilder();
        foreach (double tick in across.Ticks)
            drawing.Append(Svg.Label(across.At(tick) * Width, Height + Svg.Foot - 2, Axis.Text(tick), tick == 0 ? "start" : "middle"));
        foreach (double tick in up.Ticks)
            drawing.Append(CultureInfo.InvariantCulture,
                $"<path class=\"axis\" d=\"M0 {Y(tick):F1}H{Width}\"/>{Svg.Label(-6, Y(tick) + 4, Axis.Text(tick), "end")}");
        drawing.Append(CultureInfo.InvariantCulture,
            $"<path class=\"limit\" d=\"M0 {Y(limit):F1}H{Width}\"/>{Svg.Label(4, Y(limit) - 4, "budget")}");
        drawing.Append(Svg.Line("front", Steps(made.Trials, cost).Select(trial => Svg.Point(X(trial), Y(trial.Standing.Measured)))));
        foreach (var trial in made.Trials)
            drawing.Append(CultureInfo.InvariantCulture, $"<circle class=\"{(trial.IsThin ? "low" : "full")}{(trial.Scheme == EdgeLstm.Scheme.Int8 ? " narrow" : "")}\" cx=\"{X(trial):F1}\" cy=\"{Y(trial.Standing.Measured):F1}\" r=\"4\"><title>{Title(trial, cost, unit)}</title></circle>");
        drawing.Append(CultureInfo.InvariantCulture,
            $"<circle class=\"chosen\" cx=\"{X(made.Chosen):F1}\" cy=\"{Y(made.Chosen.Standing.Measured):F1}\" r=\"9\"/>");
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

    static string Title(Trial trial, Func<Trial, double> cost, string unit) => HtmlPage.Text(FormattableString.Invariant($"{trial}: {cost(trial):N0} {unit}, RMSE {trial.Error:g4} to float{(trial.Standing.Growth is { } growth ? FormattableString.Invariant($", {growth:+0.####;-0.####} to the truth") : "")}"));
}
