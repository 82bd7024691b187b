namespace EdgeLstm.Quantize.Data;

/// <summary>A column's name and unit: <c>vibration[mm/s]</c> has both, and x[0] is a name.</summary>
readonly record struct ColumnTitle(string Name, string Unit)
{
    public static ColumnTitle Of(string text)
    {
        text = text.Trim();
        int open = text.IndexOf('[', StringComparison.Ordinal);
        if (open <= 0 || text[^1] != ']')
            return new(text, "");
        string unit = text[(open + 1)..^1].Trim();
        return unit.Length == 0 || unit.All(char.IsAsciiDigit) ? new(text, "") : new(text[..open].TrimEnd(), unit);
    }
}
