using System.Globalization;
using EdgeLstm.Generator.Model.Errors;

namespace EdgeLstm.Quantize.Data;

/// <summary>
/// A column that says when its rows were taken. One format reads all of its cells: the one that is given, or the only one that can. Where
/// day and month might change places, and where a time of day without a date goes
/// back, nothing is guessed: rows sorted by a wrong reading are another measurement.
/// </summary>
sealed class TimeColumn(string name, string? format)
{
    const string Known = "a number, a date such as 2026-12-31 23:59, 31.12.2026, 31/12/2026, 12/31/2026 or 31-Dec-2026, "
        + "or 23:59:59 within one day";

    static readonly TimeOrder[] Orders = Enum.GetValues<TimeOrder>();

    /// <summary>What every cell says, by each order that has read all so far: one of them, unless they are dates.</summary>
    readonly List<double>?[] _times = new List<double>?[Orders.Length];

    /// <summary>The first cell that an order cannot read.</summary>
    readonly Cell?[] _refuted = new Cell?[Orders.Length];

    /// <summary>The first cell that two orders read differently, by their numbers.</summary>
    readonly Dictionary<(int, int), Cell> _differ = [];

    /// <summary>The latest time of each series, where times may not go back.</summary>
    readonly Dictionary<int, double> _latest = [];

    // A format without a year says the same of two years: its times begin anew.
    readonly bool _hasYear = format is null || new DateTime(2001, 1, 1).ToString(format, CultureInfo.InvariantCulture)
        != new DateTime(1999, 1, 1).ToString(format, CultureInfo.InvariantCulture);

    Cell? _first;
    int _count;

    /// <summary>Numbers as they are, dates as seconds since 1970, times of day as seconds since midnight; once they are settled.</summary>
    public IReadOnlyList<double> Times { get; private set; } = [];

    /// <summary>What <see cref="Times"/> are counted from: nothing, 1970 or midnight.</summary>
    public TimeKind Kind => format is null ? _first?.Read.Kind ?? TimeKind.Number : _hasYear ? TimeKind.Date : TimeKind.Clock;

    /// <summary>Whether text is a date or a time of day in one of the formats that are known.</summary>
    public static bool IsTime(ReadOnlySpan<char> text) => TimeText.TryRead(text, out var read) && read.Kind != TimeKind.Number;

    /// <summary>So many cells more may come.</summary>
    public void Expect(long rows)
    {
        int all = (int)Math.Min(Array.MaxLength, _count + rows);
        foreach (int order in Enumerable.Range(0, Orders.Length).Where(order => _refuted[order] is null))
            (_times[order] ??= []).EnsureCapacity(all);
    }

    /// <summary>The next cell, of the given series.</summary>
    public void Add(ReadOnlySpan<char> cell, string file, int line, int series)
    {
        _count++;
        if (format is not null)
        {
            double given = Given(cell, file, line, format);
            Take(TimeOrder.YearFirst, given);
            if (!_hasYear)
                RequireForward(cell, file, line, series, given);
            return;
        }

        if (!TimeText.TryRead(cell, out var text))
            throw Bad(Place(new(cell, file, line)), Known, "correct the cell, or say how times are written with --time-format", file);
        _first ??= new(cell, file, line) { Read = text };
        if (!text.IsLike(_first.Read))
            throw Bad($"{Place(new(cell, file, line))}, and {Place(_first)}", "one format for the whole column", "write all times alike",
                file);
        if (text.Kind == TimeKind.Date)
        {
            Date(cell, text, file, line);
            return;
        }

        Take(TimeOrder.YearFirst, text.Value);
        if (text.Kind == TimeKind.Clock)
            RequireForward(cell, file, line, series, text.Value);
    }

    /// <summary>Decides how the column is read. Returns what the user should know, or null.</summary>
    public string? Settle()
    {
        if (format is not null || _first is not { Read.Kind: TimeKind.Date } first)
        {
            Times = _times[0] ?? [];
            return null;
        }

        TimeOrder[] left = [.. Orders.Where(order => _refuted[(int)order] is null)];
        var differ = left.Select(order => _differ.GetValueOrDefault(((int)left[0], (int)order))).OfType<Cell>().MinBy(cell => cell.Number);
        if (differ is not null)
            throw Bad($"{Place(differ)}, and no cell that tells {string.Join(" from ", left.Select(Words))}",
                "a column that one order of day, month and year can read",
                $"give --time-format {string.Join(" or ", left.Select(order => $"\"{Format(order, differ.Read, differ.Text)}\""))}",
                differ.File);
        Times = _times[(int)left[0]]!;
        var rival = left[0] switch
        {
            TimeOrder.DayFirst => _refuted[(int)TimeOrder.MonthFirst],
            TimeOrder.MonthFirst => _refuted[(int)TimeOrder.DayFirst],
            _ => null
        };
        return left[0] == TimeOrder.YearFirst || first.Read.IsNamed ? null : $"'{name}' is read {Words(left[0])}"
            + (rival is null || first.Read.Separator == '.' ? "" : $": '{rival.Text}' on line {rival.Line} settles it");
    }

    void Date(ReadOnlySpan<char> cell, TimeText text, string file, int line)
    {
        Span<double> seconds = stackalloc double[Orders.Length];
        bool isLeft = false;
        foreach (var order in Orders)
        {
            if (_refuted[(int)order] is not null)
                continue;
            if (text.Seconds(order) is { } read)
            {
                Take(order, read);
                (seconds[(int)order], isLeft) = (read, true);
                continue;
            }

            _refuted[(int)order] = new(cell, file, line) { Read = text, Number = _count };
            _times[(int)order] = null;
        }

        if (!isLeft)
        {
            // This cell, and the one that took from it the order in which it can be read.
            Cell[] others = [.. Orders.Where(order => text.Seconds(order) is not null).Select(order => _refuted[(int)order]!)];
            throw Bad(others.Length == 0 ? Place(new(cell, file, line))
                : $"{Place(new(cell, file, line))}, and {Place(others.MaxBy(each => each.Number)!)}",
                others.Length == 0 ? Known : "one order of day, month and year for the whole column",
                "correct the cell, or say how times are written with --time-format", file);
        }

        for (int a = 0; a < Orders.Length; a++)
            for (int b = a + 1; b < Orders.Length; b++)
                if (_refuted[a] is null && _refuted[b] is null && seconds[a] != seconds[b] && !_differ.ContainsKey((a, b)))
                    _differ[(a, b)] = new(cell, file, line) { Read = text, Number = _count };
    }

    void Take(TimeOrder order, double value) => (_times[(int)order] ??= []).Add(value);

    double Given(ReadOnlySpan<char> cell, string file, int line, string given) => DateTime.TryParseExact(cell, given,
        CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal | DateTimeStyles.NoCurrentDateDefault, out var time)
        ? (time - DateTime.UnixEpoch).TotalSeconds
        : throw Bad(Place(new(cell, file, line)), $"a time as \"{given}\" has it, such as "
            + new DateTime(2026, 12, 31, 23, 59, 58).ToString(given, CultureInfo.InvariantCulture),
            "correct the cell or --time-format", file);

    void RequireForward(ReadOnlySpan<char> cell, string file, int line, int series, double time)
    {
        if (_latest.TryGetValue(series, out double latest) && time < latest)
            throw Bad($"{Place(new(cell, file, line))}, which lies before the time in the row above and has no date",
                "times that do not go back, or a date with each",
                "write the date with the time; or leave out --time, if the rows are in order", file);
        _latest[series] = time;
    }

    static string Words(TimeOrder order) =>
        order switch { TimeOrder.YearFirst => "year-first", TimeOrder.DayFirst => "day-first", _ => "month-first" };

    /// <summary>As .NET writes the format of a cell.</summary>
    static string Format(TimeOrder order, TimeText text, string cell)
    {
        string year = (order == TimeOrder.YearFirst ? text.Parts.FirstDigits : text.Parts.ThirdDigits) == 4 ? "yyyy" : "yy";
        string date = string.Join(text.Separator, order switch
        {
            TimeOrder.YearFirst => [year, "M", "d"],
            TimeOrder.DayFirst => ["d", "M", year],
            _ => (string[])["M", "d", year]
        });
        int colons = cell.Count(':'), clock = cell.IndexOf(':', StringComparison.Ordinal);
        if (clock < 0)
            return date;
        bool isHalf = cell.EndsWith('M') || cell.EndsWith('m');
        return $"{date}{(cell.Contains('T', StringComparison.Ordinal) ? "T" : " ")}{(isHalf ? "h" : "H")}:mm{(colons > 1 ? ":ss" : "")}{(cell.AsSpan(clock).Contains('.') ? ".FFFFFFF" : "")}{(isHalf ? " tt" : "")}";
    }

    string Place(Cell cell) =>
        $"'{(cell.Text.Length > 40 ? $"{cell.Text[..40]}…" : cell.Text)}' on line {cell.Line} in column '{name}'";

    static ModelException Bad(string found, string expected, string remedy, string file) =>
        new(ErrorCatalogue.UnclearTime, found, expected, remedy, file);

    sealed record Cell(string Text, string File, int Line)
    {
        public Cell(ReadOnlySpan<char> text, string file, int line) : this(text.ToString(), file, line)
        {
        }

        public TimeText Read { get; init; }

        /// <summary>Which cell of the column it is.</summary>
        public int Number { get; init; }
    }
}
