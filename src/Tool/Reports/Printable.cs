using System.Text;

namespace EdgeLstm.Tool.Reports;

/// <summary>Text from files, made safe to print: a name in a hostile model must not move the cursor or break a line.</summary>
static class Printable
{
    public static string Line(string text)
    {
        if (!text.Any(Unsafe))
            return text;
        var line = new StringBuilder(text.Length);
        foreach (char c in text)
            line.Append(Unsafe(c) ? '?' : c);
        return line.ToString();
    }

    /// <summary>Control characters, and the marks that reorder text (U+202A–202E, U+2066–2069).</summary>
    static bool Unsafe(char c) => char.IsControl(c) || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
