namespace EdgeLstm.Tool.Reports;

/// <summary>Commands that a user copies.</summary>
static class Shell
{
    /// <summary>A word of a command that stands in single quotes itself, in a sentence: in double quotes where it has to be.</summary>
    public static string Word(string word) =>
        Quote(word) == word ? word : $"\"{word.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("$", "\\$").Replace("`", "\\`")}\"";

    /// <summary>
    /// A word of a command as a POSIX shell takes it: in quotes where it has anything but letters, digits and what never means more.
    /// </summary>
    public static string Quote(string word) => word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || "._-+/=:,%@".Contains(c))
        ? word : $"'{word.Replace("'", "'\\''")}'";
}
