using System.Globalization;
using System.Text;

namespace EdgeLstm.Generator.Emit;

/// <summary>Lines of C# with indentation; always LF, so that the same model gives the same text on every machine.</summary>
sealed class CodeWriter
{
    readonly StringBuilder _text = new();
    int _depth;

    public static string Float(float value) => value.ToString("G9", CultureInfo.InvariantCulture) + "f";

    /// <summary>A string literal; every character outside of printable ASCII is escaped.</summary>
    public static string Literal(string text)
    {
        var literal = new StringBuilder("\"");
        foreach (char c in text)
        {
            if (c is '"' or '\\')
                literal.Append('\\').Append(c);
            else if (c is < ' ' or > '~')
                literal.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            else
                literal.Append(c);
        }

        return literal.Append('"').ToString();
    }

    /// <summary>Text for a documentation comment: one line, and no markup of its own.</summary>
    public static string Doc(string text)
    {
        var doc = new StringBuilder();
        for (int k = 0; k < text.Length; k++)
        {
            char c = text[k];
            bool isPair = k + 1 < text.Length && char.IsSurrogatePair(c, text[k + 1]);
            if (isPair)
                doc.Append(c).Append(text[++k]);
            else if (char.IsSurrogate(c) || c >= '\uFFFE')
                doc.Append('\uFFFD'); // which XML cannot hold
            else
                doc.Append(c switch { '<' => "&lt;", '>' => "&gt;", '&' => "&amp;", _ when char.IsControl(c) || c is '\u2028' or '\u2029' => " ", _ => c.ToString() });
        }

        return doc.ToString();
    }

    public void Line(string line = "")
    {
        if (line.Length == 0 && _text.Length >= 2 && _text[_text.Length - 2] == '{')
            return; // no empty line at a block's beginning
        if (line.Length != 0)
            _text.Append(' ', 4 * _depth).Append(line);
        _text.Append('\n');
    }

    public void Open(string line)
    {
        Line(line);
        Line("{");
        _depth++;
    }

    public void Close(string after = "")
    {
        _depth--;
        Line("}" + after);
    }

    public override string ToString() => _text.ToString();
}
