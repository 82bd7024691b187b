using System.Globalization;
using EdgeLstm.Generator.Model.Errors;

namespace EdgeLstm.Quantize.Data;

/// <summary>A cursor over the few Python literals that a .npy header is made of. Nothing is ever evaluated.</summary>
sealed class PythonLiteral(string text)
{
    const int LongestTuple = 32; // numpy's own limit

    int at;

    /// <summary>The next character that is not white space, or NUL at the end.</summary>
    public char Next
    {
        get
        {
            while (at < text.Length && text[at] is ' ' or '\t' or '\r' or '\n')
                at++;
            return at < text.Length ? text[at] : '\0';
        }
    }

    public bool TryTake(char wanted)
    {
        if (Next != wanted || at >= text.Length)
            return false;
        at++;
        return true;
    }

    public void Expect(char wanted)
    {
        if (!TryTake(wanted))
            throw Bad($"'{wanted}'");
    }

    public void ExpectEnd()
    {
        if (Next != '\0' || at < text.Length)
            throw Bad("the end of the header");
    }

    public string String()
    {
        char quote = Next;
        if (quote is not ('\'' or '"'))
            throw Bad("a quoted string");
        int end = text.IndexOf(quote, at + 1);
        if (end < 0 || text.IndexOf('\\', at, end - at) >= 0)
            throw Bad("a closed string without escapes");
        string value = text[(at + 1)..end];
        at = end + 1;
        return value;
    }

    public bool Boolean()
    {
        foreach (var (word, value) in new[] { ("True", true), ("False", false) })
        {
            if (Next == word[0] && string.CompareOrdinal(text, at, word, 0, word.Length) == 0)
            {
                at += word.Length;
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
        int start = Next == '-' ? at + 1 : at;
        int end = start;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
            end++;
        if (!long.TryParse(text.AsSpan(at, end - at), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value))
            throw Bad("a whole number");
        at = end < text.Length && text[end] == 'L' ? end + 1 : end; // Python 2 wrote long integers as 3L
        return value;
    }

    ModelException Bad(string expected) => new(
        ErrorCatalogue.BadNpy,
        at < text.Length ? $"'{text[at]}' at character {at} of the header" : "the end of the header",
        expected,
        "the file is damaged or not written by numpy.save");
}
