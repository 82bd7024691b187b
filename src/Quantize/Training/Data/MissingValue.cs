namespace EdgeLstm.Quantize.Training.Data;

/// <summary>How tables say that a value is missing or cannot be used: blank, or one of the words that pandas, R and databases write.</summary>
static class MissingValue
{
    static readonly string[] Words = ["nan", "na", "n/a", "null", "none", "inf", "+inf", "-inf", "infinity", "+infinity", "-infinity"];

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
