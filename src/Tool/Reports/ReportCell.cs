using System.Globalization;

namespace EdgeLstm.Tool.Reports;

/// <summary>
/// One value of a report: <paramref name="Value"/> for JSON (string, long, double, bool or null), <paramref name="Text"/> to read.
/// </summary>
readonly record struct ReportCell(object? Value, string Text)
{
    /// <summary>A value that does not exist: blank, and null in JSON.</summary>
    public static ReportCell None { get; } = new(null, "");

    /// <summary>A number that cannot be told: a dash, and null in JSON.</summary>
    public static ReportCell Unknown { get; } = new(null, "-");

    public bool IsNumber => Value is long or double;

    public static implicit operator ReportCell(string? text) => new(text, text is null ? "" : Printable.Line(text));

    public static implicit operator ReportCell(long value) => new(value, value.ToString("N0", CultureInfo.InvariantCulture));

    public static implicit operator ReportCell(int value) => (long)value;

    public static implicit operator ReportCell(int? value) => value is { } number ? number : None;

    public static implicit operator ReportCell(bool value) => new(value, value ? "yes" : "no");

    public static implicit operator ReportCell(double value) => new(value, Text4(value));

    public static ReportCell Percent(double share) => new(share, (share * 100).ToString("0.##", CultureInfo.InvariantCulture) + " %");

    /// <summary>As above, or a dash.</summary>
    public static ReportCell Percent(double? share) => share is { } value ? Percent(value) : Unknown;

    public static ReportCell Number(double? number) => number is { } value ? value : Unknown;

    /// <summary>Four significant digits or more, without an exponent where the size allows.</summary>
    static string Text4(double value) => Math.Abs(value) switch
    {
        0 => "0",
        < 1e-4 or >= 1e9 => value.ToString("0.###E+0", CultureInfo.InvariantCulture),
        < 1 => value.ToString("0.######", CultureInfo.InvariantCulture),
        < 1000 => value.ToString("0.###", CultureInfo.InvariantCulture),
        _ => value.ToString("#,0.#", CultureInfo.InvariantCulture),
    };
}
