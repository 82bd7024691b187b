using EdgeLstm.Generator.Model.Errors;

namespace EdgeLstm.Quantize.Data;

/// <summary>
/// Records of separated text as RFC 4180 has them: fields may be quoted, a quote in a quoted field is doubled, and a quoted field may
/// hold separators and line ends. One record is in memory at a time, in a buffer that is reused.
/// </summary>
sealed class CsvReader(TextReader text, char separator = ',')
{
    const int LongestRecord = 1 << 24;

    readonly List<int> _ends = [];
    char[] _record = new char[256];
    int _length;
    int _line = 1;

    /// <summary>The line on which the current record begins, from 1.</summary>
    public int Line { get; private set; }

    public int Fields => _ends.Count;

    /// <summary>A line with nothing in it at all.</summary>
    public bool IsBlank => Fields == 1 && _length == 0;

    public ReadOnlySpan<char> this[int field] =>
        _record.AsSpan(field == 0 ? 0 : _ends[field - 1], _ends[field] - (field == 0 ? 0 : _ends[field - 1]));

    /// <summary>Moves to the next record; false at the end of the text.</summary>
    public bool Read()
    {
        _length = 0;
        _ends.Clear();
        Line = _line;
        if (text.Peek() < 0)
            return false;
        while (true)
        {
            int c = text.Peek() == '"' ? Quoted() : Plain();
            _ends.Add(_length);
            if (c == separator)
                continue;
            if (c >= 0)
                _line++;
            return true;
        }
    }

    /// <summary>Takes an unquoted field and its terminator: the separator, a line feed, or −1 at the end.</summary>
    int Plain()
    {
        while (true)
        {
            int c = text.Read();
            if (c == separator || c is '\n' or < 0)
                return c;
            if (c == '\r')
                return LineFeed();
            Append((char)c);
        }
    }

    int Quoted()
    {
        int opened = _line;
        text.Read();
        while (true)
        {
            int c = text.Read();
            if (c < 0)
                throw Bad($"a quote opened on line {opened} and never closed", "a closing quote");
            if (c == '\n')
                _line++;
            if (c == '"' && text.Peek() != '"')
                break;
            if (c == '"')
                text.Read();
            Append((char)c);
        }

        int after = text.Read();
        if (after == '\r')
            return LineFeed();
        return after == separator || after is '\n' or < 0 ? after
            : throw Bad($"text after a closing quote on line {_line}, column {_ends.Count + 1}", $"'{separator}' or the line's end");
    }

    /// <summary>A carriage return ends a line, with or without the line feed behind it.</summary>
    int LineFeed()
    {
        if (text.Peek() == '\n')
            text.Read();
        return '\n';
    }

    void Append(char c)
    {
        if (_length == _record.Length)
        {
            if (_length >= LongestRecord)
                throw Bad($"more than {LongestRecord} characters in the record that begins on line {Line}", "shorter lines");
            Array.Resize(ref _record, _length * 2);
        }

        _record[_length++] = c;
    }

    static ModelException Bad(string found, string expected) =>
        new(ErrorCatalogue.BadCsv, found, expected, "write text with quotes as in RFC 4180");
}
