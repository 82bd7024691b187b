using System.Globalization;
using System.Text;

namespace EdgeLstm.Tool.Charts;

/// <summary>A drawing over two axes, as wide as a phone's screen. What is put on it first lies below.</summary>
sealed class Plot(Axis across, Axis up)
{
    const int Width = 280, Height = 170, Left = 40;

    /// <summary>More points than pixels show nothing: of each stretch its least and its greatest are drawn.</summary>
    const int MaxPoints = 2 * Width;

    readonly StringBuilder _content = new();

    public Plot Line(string style, IEnumerable<(double X, double Y)> points)
    {
        var all = Finite(points);
        if (all.Length > MaxPoints)
            all = [.. all.Chunk((2 * all.Length + MaxPoints - 1) / MaxPoints).SelectMany(Ends)];
        _content.Append(Svg.Line(style, all.Select(point => Svg.Point(X(point.X), Y(point.Y)))));
        return this;
    }

    public Plot Dots(string style, IEnumerable<(double X, double Y)> points)
    {
        var all = Finite(points);
        int every = Math.Max(1, all.Length / MaxPoints);
        foreach (var (x, y) in all.Where((_, n) => n % every == 0))
            _content.Append(CultureInfo.InvariantCulture, $"<circle class=\"{style}\" cx=\"{X(x):F1}\" cy=\"{Y(y):F1}\" r=\"1.8\"/>");
        return this;
    }

    /// <summary>One point that matters.</summary>
    public Plot Ring(double x, double y)
    {
        _content.Append(CultureInfo.InvariantCulture, $"<circle class=\"ring\" cx=\"{X(x):F1}\" cy=\"{Y(y):F1}\" r=\"5\"/>");
        return this;
    }

    /// <summary>A stretch of the horizontal axis, over the whole height.</summary>
    public Plot Band(double from, double to)
    {
        _content.Append(CultureInfo.InvariantCulture,
            $"<rect class=\"band\" x=\"{X(from):F1}\" y=\"0\" width=\"{Math.Max(1, X(to) - X(from)):F1}\" height=\"{Height}\"/>");
        return this;
    }

    /// <summary>A line across.</summary>
    public Plot Level(string style, double y)
    {
        _content.Append(CultureInfo.InvariantCulture, $"<path class=\"{style}\" d=\"M0 {Y(y):F1}H{Width}\"/>");
        return this;
    }

    /// <summary>A line from the bottom up.</summary>
    public Plot Upright(string style, double x)
    {
        _content.Append(CultureInfo.InvariantCulture, $"<path class=\"{style}\" d=\"M{X(x):F1} 0V{Height}\"/>");
        return this;
    }

    public string Draw()
    {
        var drawing = new StringBuilder();
        foreach (double tick in up.Ticks)
            drawing.Append(CultureInfo.InvariantCulture,
                $"<path class=\"axis\" d=\"M0 {Y(tick):F1}H{Width}\"/>{Svg.Label(-6, Y(tick) + 4, Axis.Text(tick), "end")}");
        foreach (double tick in across.Ticks)
            drawing.Append(Svg.Label(X(tick), Height + Svg.Foot - 2, Axis.Text(tick),
                X(tick) < 8 ? "start" : X(tick) > Width - 8 ? "end" : "middle"));
        return Svg.Frame(Width, Height, drawing.Append(_content).ToString(), Left);
    }

    double X(double value) => across.At(value) * Width;

    double Y(double value) => (1 - up.At(value)) * Height;

    static (double X, double Y)[] Finite(IEnumerable<(double X, double Y)> points) =>
        [.. points.Where(point => double.IsFinite(point.X) && double.IsFinite(point.Y))];

    static (double, double)[] Ends((double X, double Y)[] stretch)
    {
        var (least, greatest) = (stretch.MinBy(point => point.Y), stretch.MaxBy(point => point.Y));
        return least.X <= greatest.X ? [least, greatest] : [greatest, least];
    }
}
