using System.Globalization;

namespace EdgeLstm.Quantize.Data;

/// <summary>
/// One cell of a time column, taken apart: a number, a time of day, or a date whose parts stand in an order that only the whole column
/// can tell. Read are 2026-12-31, 31.12.2026, 31/12/2026, 12/31/2026, 31-Dec-2026
/// and the like, with a time of day behind them or not.
/// </summary>
readonly record struct TimeText
{
    const double Minute = 60, Hour = 3600, Day = 86400;

    static readonly string[] Months = CultureInfo.InvariantCulture.DateTimeFormat.MonthNames;

    public TimeKind Kind { get; init; }

    /// <summary>What stands between the parts of a date.</summary>
    public char Separator { get; init; }

    /// <summary>The month is a name.</summary>
    public bool IsNamed { get; init; }

    /// <summary>The parts of a date as they stand, and the digits of the outer two.</summary>
    public (int First, int Second, int Third, int FirstDigits, int ThirdDigits) Parts { get; init; }

    /// <summary>A number's value; else seconds since midnight, in UTC where the cell says how far from it.</summary>
    public double Value { get; init; }

    public static bool TryRead(ReadOnlySpan<char> cell, out TimeText text)
    {
        text = default;
        if (double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
        {
            text = new() { Kind = TimeKind.Number, Value = number };
            return double.IsFinite(number);
        }

        var rest = cell;
        if (!TakeDigits(ref rest, out int first, out int firstDigits) || rest.IsEmpty)
            return false;
        if (rest[0] == ':')
        {
            bool isClock = TryClock(cell, onlyOneDay: false, out double clock);
            text = new() { Kind = TimeKind.Clock, Value = clock };
            return isClock;
        }

        char separator = rest[0];
        rest = rest[1..];
        if (separator is not ('-' or '/' or '.' or ' ') || !TryMonth(ref rest, out int second, out bool named) || separator == ' ' && !named
            || rest.IsEmpty || rest[0] != separator)
            return false;
        rest = rest[1..];
        if (!TakeDigits(ref rest, out int third, out int thirdDigits))
            return false;
        double seconds = 0;
        if (!rest.IsEmpty && (rest[0] is not ('T' or 't' or ' ') || !TryClock(rest[1..].TrimStart(), onlyOneDay: true, out seconds)))
            return false;
        text = new()
        {
            Kind = TimeKind.Date,
            Separator = separator,
            IsNamed = named,
            Parts = (first, second, third, firstDigits, thirdDigits),
            Value = seconds
        };
        return true;
    }

    /// <summary>Whether another cell is written alike, so that one format may read both.</summary>
    public bool IsLike(TimeText other) => (Kind, Separator, IsNamed) == (other.Kind, other.Separator, other.IsNamed);

    /// <summary>
    /// Seconds since 1970 if the date's parts stand in this order; null where they cannot. Points stand in no date that has the month
    /// first, and years of two digits are 1950 to 2049.
    /// </summary>
    public double? Seconds(TimeOrder order)
    {
        var (first, second, third, firstDigits, thirdDigits) = Parts;
        bool isYearFirst = order == TimeOrder.YearFirst;
        if ((isYearFirst ? thirdDigits : firstDigits) > 2 || IsNamed && order != TimeOrder.DayFirst || order == TimeOrder.MonthFirst
            && Separator == '.')
            return null;
        int digits = isYearFirst ? firstDigits : thirdDigits;
        if (digits != 4 && (digits != 2 || isYearFirst && Separator == '.'))
            return null;
        var (year, month, day) = order switch
        {
            TimeOrder.YearFirst => (first, second, third),
            TimeOrder.DayFirst => (third, second, first),
            _ => (third, first, second)
        };
        if (digits == 2)
            year += year < 50 ? 2000 : 1900;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return null;
        return (new DateTime(year, month, day) - DateTime.UnixEpoch).TotalDays * Day + Value;
    }

    static bool TakeDigits(ref ReadOnlySpan<char> rest, out int value, out int count)
    {
        for (value = count = 0; count < rest.Length && char.IsAsciiDigit(rest[count]); count++)
            value = count < 5 ? value * 10 + (rest[count] - '0') : value;
        rest = rest[count..];
        return count is >= 1 and <= 4;
    }

    static bool TryMonth(ref ReadOnlySpan<char> rest, out int month, out bool named)
    {
        int letters = 0;
        while (letters < rest.Length && char.IsAsciiLetter(rest[letters]))
            letters++;
        named = letters > 0;
        if (!named)
            return TakeDigits(ref rest, out month, out int digits) && digits <= 2;
        month = 0;
        for (int m = 0; m < 12 && month == 0; m++)
            if (letters >= 3 && Months[m].AsSpan().StartsWith(rest[..letters], StringComparison.OrdinalIgnoreCase))
                month = m + 1;
        rest = rest[letters..];
        return month > 0;
    }

    /// <summary>14:05, 14:05:09.25, 2:05 PM, and how far from UTC behind it. Without a date hours may go on beyond 24.</summary>
    static bool TryClock(ReadOnlySpan<char> rest, bool onlyOneDay, out double seconds)
    {
        seconds = 0;
        if (!TakeDigits(ref rest, out int hours, out _) || !TryPair(ref rest, ':', out int minutes))
            return false;
        double second = 0;
        if (rest.StartsWith(":"))
        {
            if (!TryPair(ref rest, ':', out int whole))
                return false;
            int digits = 0;
            if (rest is ['.' or ',', ..])
                for (digits = 1; digits < rest.Length && char.IsAsciiDigit(rest[digits]); digits++)
                    second += (rest[digits] - '0') * Math.Pow(10, -digits);
            if (digits == 1)
                return false;
            second += whole;
            rest = rest[digits..];
        }

        rest = rest.TrimStart();
        bool isAfternoon = rest.StartsWith("PM", StringComparison.OrdinalIgnoreCase);
        if (isAfternoon || rest.StartsWith("AM", StringComparison.OrdinalIgnoreCase))
        {
            if (hours is < 1 or > 12)
                return false;
            hours = hours % 12 + (isAfternoon ? 12 : 0);
            rest = rest[2..].TrimStart();
        }

        if (onlyOneDay && hours > 23 || !TryOffset(rest, out double offset))
            return false;
        seconds = hours * Hour + minutes * Minute + second - offset;
        return true;
    }

    static bool TryPair(ref ReadOnlySpan<char> rest, char before, out int value)
    {
        value = 0;
        if (rest.IsEmpty || rest[0] != before)
            return false;
        rest = rest[1..];
        return TakeDigits(ref rest, out value, out int digits) && digits == 2 && value < 60;
    }

    static bool TryOffset(ReadOnlySpan<char> rest, out double seconds)
    {
        seconds = 0;
        if (rest.IsEmpty || rest is "Z" or "z" or "UTC" or "GMT")
            return true;
        if (rest[0] is not ('+' or '-'))
            return false;
        int sign = rest[0] == '-' ? -1 : 1;
        rest = rest[1..];
        if (!TakeDigits(ref rest, out int value, out int digits) || digits is not (2 or 4))
            return false;
        int hours = digits == 4 ? value / 100 : value, minutes = digits == 4 ? value % 100 : 0;
        if (digits == 2 && !rest.IsEmpty && !TryPair(ref rest, ':', out minutes))
            return false;
        seconds = sign * (hours * Hour + minutes * Minute);
        return rest.IsEmpty && hours <= 14 && minutes < 60;
    }
}
