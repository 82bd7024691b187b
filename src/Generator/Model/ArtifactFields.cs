using System.Globalization;
using System.Text;
using EdgeLstm.Generator.Model.Errors;

namespace EdgeLstm.Generator.Model;

/// <summary>The space-separated fields of one header line; text is quoted, with backslash escapes for quotes, backslashes and control characters.</summary>
sealed class ArtifactFields
{
    const int MaxCharacters = 10_000; // of one field: C# has room for 16 MB of literals in a program

    readonly string _text;
    readonly int _number;
    int _at;

    public ArtifactFields(string text, int number)
    {
        _text = text;
        _number = number;
    }

    public bool AtEnd => _at == _text.Length;

    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (char c in text)
        {
            if (c is '"' or '\\')
                quoted.Append('\\').Append(c);
            else if (c < ' ' || char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029')
                quoted.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            else
                quoted.Append(c);
        }

        return quoted.Append('"').ToString();
    }

    public void Key(string expected)
    {
        string word = Word();
        if (word != expected)
            throw Error($"'{word}'", $"'{expected}'");
    }

    /// <summary>Whether the next field is this one, which may be left out.</summary>
    public bool Has(string optional)
    {
        int end = _at + optional.Length;
        if (string.CompareOrdinal(_text, _at, optional, 0, optional.Length) != 0 || (end < _text.Length && _text[end] != ' '))
            return false;
        _at = Math.Min(end + 1, _text.Length);
        return true;
    }

    public string Word()
    {
        if (AtEnd)
            throw Error("the end of the line", "another field");
        int end = _text.IndexOf(' ', _at);
        if (end < 0)
            end = _text.Length;
        string word = _text.Substring(_at, end - _at);
        _at = Math.Min(end + 1, _text.Length);
        return Bounded(word);
    }

    public string Text()
    {
        if (AtEnd || _text[_at] != '"')
            throw Error("a field without quotes", "quoted text");
        var text = new StringBuilder();
        for (int k = _at + 1; k < _text.Length; k++)
        {
            char c = _text[k];
            if (c == '"')
            {
                if (k + 1 < _text.Length && _text[k + 1] != ' ')
                    throw Error($"'{_text[k + 1]}' right after quoted text", "a space");
                _at = Math.Min(k + 2, _text.Length);
                return Bounded(text.ToString());
            }

            if (c != '\\')
                text.Append(c);
            else if (k + 1 < _text.Length && _text[k + 1] != 'u')
                text.Append(_text[++k]);
            else if (k + 5 < _text.Length && int.TryParse(_text.Substring(k + 2, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out int code))
                (text, k) = (text.Append((char)code), k + 5);
            else
                throw Error("an unfinished escape", "\\uXXXX");
        }

        throw Error("text without its closing quote", "quoted text");
    }

    string Bounded(string field) =>
        field.Length <= MaxCharacters ? field : throw Error($"a field of {field.Length} characters", $"at most {MaxCharacters}");

    public int Int(int minimum, int maximum) => (int)Long(minimum, maximum);

    public int Int(string key, int minimum, int maximum)
    {
        Key(key);
        return Int(minimum, maximum);
    }

    public long Long(long minimum, long maximum)
    {
        string word = Word();
        return long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) && value >= minimum && value <= maximum
            ? value
            : throw Error($"'{word}'", $"an integer from {minimum} to {maximum}");
    }

    public float Number(string key)
    {
        Key(key);
        string word = Word();
        return TryNumber(word, out float value) ? value : throw Error($"'{word}'", $"{key}, a finite number");
    }

    public static bool TryNumber(string word, out float value)
    {
        // Rounded before it is judged: the largest float, in nine digits, is a little more than itself.
        bool parsed = double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double exact);
        value = (float)exact;
        return parsed && Math.Abs(value) <= float.MaxValue;
    }

    /// <summary>One of the given words.</summary>
    public string Word(string key, params string[] choices)
    {
        Key(key);
        string word = Word();
        return choices.Contains(word) ? word : throw Error($"'{word}'", string.Join(" or ", choices));
    }

    public ArtifactFunction Function(string key)
    {
        Key(key);
        string word = Word();
        return ArtifactFunction.TryParse(word, out var function) ? function : throw Error($"'{word}'", "a function such as tanh or elu(1)");
    }

    public float Scale(string key)
    {
        float value = Number(key);
        return value != 0 ? value : throw Error("0", $"a {key} other than 0");
    }

    public T Choice<T>()
        where T : struct
    {
        string word = Word();
        return TryWord(word, out T value)
            ? value
            : throw Error($"'{word}'", "one of " + string.Join(", ", Enum.GetNames(typeof(T))).ToLowerInvariant());
    }

    /// <summary>
    /// One of an enum's words. <see cref="Enum"/> itself takes numbers too, also those that nothing stands for, whose text is the number
    /// again.
    /// </summary>
    public static bool TryWord<T>(string word, out T value)
        where T : struct
    {
        string? name = Enum.GetNames(typeof(T)).FirstOrDefault(known => string.Equals(known, word, StringComparison.OrdinalIgnoreCase));
        value = name is null ? default : (T)Enum.Parse(typeof(T), name);
        return name is not null;
    }

    public void End()
    {
        if (!AtEnd)
            throw Error($"'{_text.Substring(_at)}'", "the end of the line");
    }

    public ModelException Error(string found, string expected) =>
        new(ErrorCatalogue.ArtifactSyntax, $"line {_number}: {found}", expected, "write the file again with 'edgelstm quantize'");
}
