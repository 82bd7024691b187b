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
    const string Known = "a number, a date such as 2026-12-31 23:59, 31.12.2026, 31/12/2026, 12/31/2026 or 31-Dec-2026, or 23:59:59 within one day";

    readonly List<(string Text, string File, int Line, List<double> Into)> _cells = [];

    /// <summary>Whether text is a date or a time of day in one of the formats that are known.</summary>
    public static bool IsTime(ReadOnlySpan<char> text) => TimeText.TryRead(text, out var read) && read.Kind != TimeKind.Number;

    /// <summary>
    /// A cell, and the list to which <see cref="Settle"/> adds what it says; a list's cells are given in the rows' order.
    /// </summary>
    public void Add(ReadOnlySpan<char> cell, string file, int line, List<double> into) => _cells.Add((cell.ToString(), file, line, into));

    /// <summary>
    /// Reads all cells: numbers as they are, dates as seconds since 1970, times of day as seconds since midnight. Returns what the user
    /// should know, or null.
    /// </summary>
    public string? Settle()
    {
        if (format is not null)
        {
            Read(format);
            return null;
        }

        var texts = new TimeText[_cells.Count];
        for (int i = 0; i < texts.Length; i++)
        {
            if (!TimeText.TryRead(_cells[i].Text, out texts[i]))
                throw Bad(Place(i), Known, "correct the cell, or say how times are written with --time-format", i);
            if (!texts[i].IsLike(texts[0]))
                throw Bad($"{Place(i)}, and {Place(0)}", "one format for the whole column", "write all times alike", i);
        }

        if (texts.Length == 0 || texts[0].Kind == TimeKind.Number)
            AddAll(i => texts[i].Value);
        else if (texts[0].Kind == TimeKind.Clock)
            AddAll(i => texts[i].Value, mayGoBack: false);
        else
            return Dates(texts);
        return null;
    }

    string? Dates(TimeText[] texts)
    {
        // Per order, the first cell that it cannot read; −1 where it reads all.
        var orders = Enum.GetValues<TimeOrder>();
        int[] refuted = [.. orders.Select(order => Array.FindIndex(texts, text => text.Seconds(order) is null))];
        TimeOrder[] left = [.. orders.Where(order => refuted[(int)order] < 0)];
        if (left.Length == 0)
        {
            // The cell that no order is left for, and the one that took from it the order in which it can be read.
            int at = refuted.Max();
            int[] others = [.. orders.Where(order => texts[at].Seconds(order) is not null).Select(order => refuted[(int)order])];
            throw Bad(others.Length == 0 ? Place(at) : $"{Place(at)}, and {Place(others.Max())}",
                others.Length == 0 ? Known : "one order of day, month and year for the whole column",
                "correct the cell, or say how times are written with --time-format", at);
        }

        int differs = Array.FindIndex(texts, text => left.Any(order => text.Seconds(order) != text.Seconds(left[0])));
        if (differs >= 0)
            throw Bad($"{Place(differs)}, and no cell that tells {string.Join(" from ", left.Select(Words))}",
                "a column that one order of day, month and year can read",
                $"give --time-format {string.Join(" or ", left.Select(order => $"\"{Format(order, texts[differs], _cells[differs].Text)}\""))}", differs);
        AddAll(i => texts[i].Seconds(left[0])!.Value);
        int rival = left[0] switch
        {
            TimeOrder.DayFirst => refuted[(int)TimeOrder.MonthFirst],
            TimeOrder.MonthFirst => refuted[(int)TimeOrder.DayFirst],
            _ => -1
        };
        return left[0] == TimeOrder.YearFirst || texts[0].IsNamed ? null : $"'{name}' is read {Words(left[0])}{(rival < 0 || texts[0].Separator == '.' ? "" : $": '{_cells[rival].Text}' on line {_cells[rival].Line} settles it")}";
    }

    void Read(string given)
    {
        // A format without a year says the same of two years: its times begin anew.
        bool hasYear = new DateTime(2001, 1, 1).ToString(given, CultureInfo.InvariantCulture) != new DateTime(1999, 1, 1)
            .ToString(given, CultureInfo.InvariantCulture);
        AddAll(i => DateTime.TryParseExact(_cells[i].Text, given, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal | DateTimeStyles.NoCurrentDateDefault, out var time)
            ? (time - DateTime.UnixEpoch).TotalSeconds
            : throw Bad(Place(i), $"a time as \"{given}\" has it, such as {new DateTime(2026, 12, 31, 23, 59, 58).ToString(given, CultureInfo.InvariantCulture)}", "correct the cell or --time-format", i), mayGoBack: hasYear);
    }

    void AddAll(Func<int, double> value, bool mayGoBack = true)
    {
        for (int i = 0; i < _cells.Count; i++)
        {
            var into = _cells[i].Into;
            double next = value(i);
            if (!mayGoBack && into.Count > 0 && next < into[^1])
                throw Bad($"{Place(i)}, which lies before the time in the row above and has no date",
                    "times that do not go back, or a date with each",
                    "write the date with the time; or leave out --time, if the rows are in order", i);
            into.Add(next);
        }
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

    string Place(int i)
    {
        string text = _cells[i].Text;
        return $"'{(text.Length > 40 ? $"{text[..40]}…" : text)}' on line {_cells[i].Line} in column '{name}'";
    }

    ModelException Bad(string found, string expected, string remedy, int i) =>
        new(ErrorCatalogue.UnclearTime, found, expected, remedy, _cells[i].File);
}
