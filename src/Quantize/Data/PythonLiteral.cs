using System.Globalization;
using EdgeLstm.Generator.Model.Errors;

namespace EdgeLstm.Quantize.Data;

/// <summary>A cursor over the few Python literals that a .npy header is made of. Nothing is ever evaluated.</summary>
sealed class PythonLiteral(string text)
{
    const int LongestTuple = 32; // numpy's own limit

    int _at;

    /// <summary>The next character that is not white space, or NUL at the end.</summary>
    public char Next
    {
        get
        {
            while (_at < text.Length && text[_at] is ' ' or '\t' or '\r' or '\n')
                _at++;
            return _at < text.Length ? text[_at] : '\0';
        }
    }

    public bool TryTake(char wanted)
    {
        if (Next != wanted || _at >= text.Length)
            return false;
        _at++;
        return true;
    }

    public void Expect(char wanted)
    {
        if (!TryTake(wanted))
            throw Bad($"'{wanted}'");
    }

    public void ExpectEnd()
    {
        if (Next != '\0' || _at < text.Length)
            throw Bad("the end of the header");
    }

    public string String()
    {
        char quote = Next;
        if (quote is not ('\'' or '"'))
            throw Bad("a quoted string");
        int end = text.IndexOf(quote, _at + 1);
        if (end < 0 || text.IndexOf('\\', _at, end - _at) >= 0)
            throw Bad("a closed string without escapes");
        string value = text[(_at + 1)..end];
        _at = end + 1;
        return value;
    }

    public bool Boolean()
    {
        foreach (var (word, value) in new[] { ("True", true), ("False", false) })
        {
            if (Next == word[0] && string.CompareOrdinal(text, _at, word, 0, word.Length) == 0)
            {
                _at += word.Length;
                return value;
            }
        }

        throw Bad("True or False");
    }

    public IReadOnlyList<long> Tuple()
    {
        var items = new List<long>();
        Expect('(');
        while (!TryTake(')'))
        {
            items.Add(Integer());
            if (items.Count > LongestTuple)
                throw Bad($"at most {LongestTuple} dimensions");
            if (!TryTake(','))
            {
                Expect(')');
                break;
            }
        }

        return items;
    }

    long Integer()
    {
        int start = Next == '-' ? _at + 1 : _at;
        int end = start;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
            end++;
        if (!long.TryParse(text.AsSpan(_at, end - _at), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value))
            throw Bad("a whole number");
        _at = end < text.Length && text[end] == 'L' ? end + 1 : end; // Python 2 wrote long integers as 3L
        return value;
    }

    ModelException Bad(string expected) => new(
        ErrorCatalogue.BadNpy,
        _at < text.Length ? $"'{text[_at]}' at character {_at} of the header" : "the end of the header",
        expected,
        "the file is damaged or not written by numpy.save");
}
