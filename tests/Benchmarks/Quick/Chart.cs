using System.Globalization;
using System.Text;
using EdgeLstm.Kernels;

namespace EdgeLstm.Benchmarks.Quick;

/// <summary>
/// The times as one SVG: a group of bars a size, nanoseconds on a logarithmic axis, each bar with its number. Follows the reader's light or
/// dark scheme.
/// </summary>
sealed class Chart
{
    const int Width = 880, Left = 96, Right = 64, Top = 96, Bar = 13, Pitch = 15, GroupGap = 14;

    static readonly string[] Light = ["#0969da", "#54aeff", "#1a7f37", "#bc4c00", "#e5a54b", "#8250df"];
    static readonly string[] Dark = ["#4493f8", "#a5d6ff", "#3fb950", "#f0883e", "#d4a72c", "#ab7df8"];

    readonly IReadOnlyList<SizeRow> _rows;
    readonly List<Series> _used;
    readonly int _firstDecade, _lastDecade, _bottom;
    readonly StringBuilder _svg = new();

    public Chart(IReadOnlyList<SizeRow> rows)
    {
        _rows = rows;
        _used = [.. SeriesNames.All.Where(s => rows.Any(row => row[s] is not null))];
        double[] values = [.. rows.SelectMany(row => _used.Select(s => row[s]?.Median)).OfType<double>()];
        _firstDecade = (int)Math.Floor(Math.Log10(values.Min()));
        _lastDecade = (int)Math.Ceiling(Math.Log10(values.Max()));
        _bottom = Top + rows.Sum(row => Bars(row) * Pitch + GroupGap);
    }

    public string Write()
    {
        int height = _bottom + 36;
        Line($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {height}\" width=\"{Width}\" height=\"{height}\" role=\"img\" aria-labelledby=\"performance-title performance-text\">");
        Line($"  <title id=\"performance-title\">Time of one step by size, in nanoseconds</title>");
        Line($"  <desc id=\"performance-text\">{Escape(Description())}</desc>");
        Style();
        Line($"  <rect class=\"page\" x=\"0.5\" y=\"0.5\" width=\"{Width - 1}\" height=\"{height - 1}\" rx=\"8\"/>");
        Line($"  <text class=\"head\" x=\"16\" y=\"28\">One step of an LSTM with a dense head; logarithmic, shorter is faster</text>");
        Line($"  <text class=\"note\" x=\"16\" y=\"46\">{Escape($"{Machine.Cpu}, one core, kernel {KernelChoice.Current}, {DateTime.UtcNow:yyyy-MM-dd}; medians of one run")}</text>");
        Legend();
        Axis();
        int y = Top;
        foreach (var row in _rows)
            y = Group(row, y);
        Line($"</svg>");
        return _svg.ToString();
    }

    string Description() => string.Join(" ", _rows.Select(row =>
        $"{row.Size}: {string.Join(", ", _used.Where(s => row[s] is not null).Select(s => $"{SeriesNames.Of(s)} {Label(row[s]!.Value.Median)}"))}."));

    void Style()
    {
        Line($"  <style>");
        Line($"    text {{ font: 12px system-ui, -apple-system, \"Segoe UI\", Helvetica, Arial, sans-serif; fill: #1f2328 }}");
        Line($"    .head {{ font-size: 15px; font-weight: 600 }} .size {{ font-weight: 600; text-anchor: end }} .tick {{ text-anchor: middle }}");
        Line($"    .note, .tick {{ fill: #59636e }} .value {{ font-size: 11px }}");
        Line($"    .page {{ fill: #ffffff; stroke: #d1d9e0 }} .grid {{ stroke: #d1d9e0 }}");
        Line($"    {Colours(Light)}");
        Line($"    @media (prefers-color-scheme: dark) {{");
        Line($"      text {{ fill: #f0f6fc }} .note, .tick {{ fill: #9198a1 }}");
        Line($"      .page {{ fill: #0d1117; stroke: #3d444d }} .grid {{ stroke: #3d444d }}");
        Line($"      {Colours(Dark)}");
        Line($"    }}");
        Line($"  </style>");
    }

    static string Colours(string[] colours) => string.Join(' ', colours.Select((colour, k) => $".s{k} {{ fill: {colour} }}"));

    void Legend()
    {
        int x = 16;
        foreach (var series in _used)
        {
            string name = SeriesNames.Of(series);
            Line($"  <rect class=\"s{(int)series}\" x=\"{x}\" y=\"60\" width=\"12\" height=\"12\" rx=\"2\"/><text x=\"{x + 17}\" y=\"70\">{Escape(name)}</text>");
            x += 36 + 6 * name.Length; // a letter is less than 6.5 wide on average
        }
    }

    void Axis()
    {
        for (int decade = _firstDecade; decade <= _lastDecade; decade++)
        {
            double x = X(Math.Pow(10, decade));
            Line($"  <path class=\"grid\" d=\"M{x:0.#} {Top - 6}V{_bottom}\"/><text class=\"tick\" x=\"{x:0.#}\" y=\"{_bottom + 18}\">{Label(Math.Pow(10, decade))}</text>");
        }
    }

    int Group(SizeRow row, int y)
    {
        Line($"  <text class=\"size\" x=\"{Left - 10}\" y=\"{y + (Bars(row) * Pitch) / 2 + 4}\">{row.Size}</text>");
        foreach (var series in _used)
        {
            if (row[series] is not { } time)
                continue;
            double end = X(time.Median);
            Line($"  <rect class=\"s{(int)series}\" x=\"{Left}\" y=\"{y}\" width=\"{end - Left:0.#}\" height=\"{Bar}\" rx=\"2\"/><text class=\"value\" x=\"{end + 5:0.#}\" y=\"{y + 10.5}\">{Label(time.Median)}</text>");
            y += Pitch;
        }

        return y + GroupGap;
    }

    int Bars(SizeRow row) => _used.Count(s => row[s] is not null);

    double X(double ns) => Left + (Width - Left - Right) * (Math.Log10(ns) - _firstDecade) / (_lastDecade - _firstDecade);

    static string Label(double ns) =>
        ns < 999.5 ? $"{Digits(ns)} ns" : $"{Digits(ns / 1000)} µs";

    /// <summary>Three significant digits at most.</summary>
    static string Digits(double value) => value.ToString(value < 9.995 ? "0.##" : value < 99.95 ? "0.#" : "0",
        CultureInfo.InvariantCulture);

    // The three characters that end a text; WebUtility would also make numbers of × and µ.
    static string Escape(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);

    void Line(FormattableString line) => _svg.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
