namespace EdgeLstm.Quantize.Data;

/// <summary>
/// How tables say that a value is missing or cannot be used: blank, or one of the words that pandas, R and databases write.
/// </summary>
static class MissingValue
{
    static readonly string[] Words = ["nan", "na", "n/a", "null", "none", "inf", "+inf", "-inf", "infinity", "+infinity", "-infinity"];

    /// <summary>What pandas, numpy and .NET write for infinities; null where it is something else.</summary>
    public static double? Infinity(ReadOnlySpan<char> cell)
    {
        var unsigned = cell.TrimStart("+-");
        if (cell.Length - unsigned.Length > 1 || !unsigned.Equals("inf", StringComparison.OrdinalIgnoreCase)
            && !unsigned.Equals("infinity", StringComparison.OrdinalIgnoreCase))
            return null;
        return cell[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
    }

    public static bool Is(ReadOnlySpan<char> cell)
    {
        if (cell.IsEmpty)
            return true;
        foreach (string word in Words)
            if (cell.Equals(word, StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }
}
