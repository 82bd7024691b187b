using System.Globalization;

namespace EdgeLstm.Quantize.Search;

/// <summary>
/// How much error a compressed model may add: in the output's unit, or as a share of the float model's RMSE, or of its output's range where
/// no truth is known.
/// </summary>
public readonly record struct Budget(double Amount, bool IsShare)
{
    internal const string Default = "1%";

    internal const string Grammar = "a number above 0 with % or rmse behind it, such as 1% or 0.1rmse";

    /// <summary>Null where the text is none.</summary>
    public static Budget? Parse(string text)
    {
        foreach (var (suffix, isShare) in new[] { ("%", true), ("rmse", false) })
            if (text.TrimEnd().EndsWith(suffix, StringComparison.OrdinalIgnoreCase)
                && double.TryParse(text.TrimEnd()[..^suffix.Length], NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
                && number > 0 && double.IsFinite(number))
                return new(isShare ? number / 100 : number, isShare);
        return null;
    }

    /// <summary>In an output's unit, where a share is one of <paramref name="whole"/>.</summary>
    internal double In(double whole) => IsShare ? Amount * whole : Amount;

    public override string ToString() => IsShare ? FormattableString.Invariant($"{Amount * 100:0.############}%")
        : FormattableString.Invariant($"{Amount:0.############}rmse");
}
