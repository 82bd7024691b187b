using System.Globalization;

namespace EdgeLstm.Tool.Charts;

/// <summary>Where values stand along one side of a drawing, and the round numbers beside it.</summary>
sealed record Axis(double Least, double Most, bool IsLog)
{
    /// <summary>Marks at most, or a few more.</summary>
    const int Marks = 5;

    /// <summary>From 0, or from the least value where that is far below it, to the greatest.</summary>
    public static Axis Linear(IEnumerable<double> values, bool fromZero)
    {
        double[] finite = [.. values.Where(double.IsFinite).DefaultIfEmpty(0)];
        double least = fromZero ? Math.Min(0, finite.Min()) : finite.Min(), most = finite.Max();
        return new(least, most > least ? most + 0.04 * (most - least) : least + 1, false);
    }

    /// <summary>Errors of very different sizes; those of 0 stand at the lower end.</summary>
    public static Axis Log(IEnumerable<double> values)
    {
        double[] finite = [.. values.Where(value => double.IsFinite(value) && value > 0).DefaultIfEmpty(1)];
        return new(finite.Min() / 1.2, finite.Max() * 1.2, true);
    }

    /// <summary>0 to 1.</summary>
    public double At(double value) => Math.Clamp(
        IsLog ? Math.Log(Math.Max(value, Least) / Least) / Math.Log(Most / Least) : (value - Least) / (Most - Least), 0, 1);

    public IEnumerable<double> Ticks => IsLog ? LogTicks() : LinearTicks();

    public static string Text(double value) => Math.Abs(value) >= 1000 && value % 1000 == 0
        ? (value / 1000).ToString("0.###", CultureInfo.InvariantCulture) + "k"
        : value.ToString("0.######", CultureInfo.InvariantCulture);

    IEnumerable<double> LinearTicks()
    {
        double rough = (Most - Least) / Marks, power = Math.Pow(10, Math.Floor(Math.Log10(rough))), part = rough / power;
        double step = power * (part <= 1 ? 1 : part <= 2 ? 2 : part <= 5 ? 5 : 10);
        for (double at = Math.Ceiling(Least / step); at * step <= Most; at++)
            yield return Math.Round(at * step, 9);
    }

    IEnumerable<double> LogTicks()
    {
        bool few = Math.Log10(Most / Least) > 2;
        for (int power = (int)Math.Floor(Math.Log10(Least)); Math.Pow(10, power) <= Most; power++)
            foreach (int digit in few ? [1] : (int[])[1, 2, 5])
                if (digit * Math.Pow(10, power) is var tick && tick >= Least && tick <= Most)
                    yield return Math.Round(tick, 9);
    }
}
