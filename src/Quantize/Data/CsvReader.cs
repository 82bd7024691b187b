using System.Buffers;
using EdgeLstm.Generator.Model.Errors;

namespace EdgeLstm.Quantize.Data;

/// <summary>
/// Records of separated text as RFC 4180 has them: fields may be quoted, a quote in a quoted field is doubled, and a quoted field may
/// hold separators and line ends. One record is in memory at a time, in a buffer that is reused.
/// </summary>
sealed class CsvReader(TextReader text, char separator = ',') : ITableRecords
{
    const int LongestRecord = 1 << 24;

    readonly SearchValues<char> _stops = SearchValues.Create([separator, '\r', '\n']);
    readonly char[] _read = new char[1 << 14];
    readonly List<int> _ends = [];
    char[] _record = new char[256];
    int _at, _filled, _length, _line = 1;

    public int Line { get; private set; }

    public int Fields => _ends.Count;

    public bool IsBlank => Fields == 1 && _length == 0;

    public ReadOnlySpan<char> this[int field] =>
        _record.AsSpan(field == 0 ? 0 : _ends[field - 1], _ends[field] - (field == 0 ? 0 : _ends[field - 1]));

    public bool Read()
    {
        _length = 0;
        _ends.Clear();
        Line = _line;
        if (Peek() < 0)
            return false;
        while (true)
        {
            int c = Peek() == '"' ? Quoted() : Plain();
            _ends.Add(_length);
            if (c == separator)
                continue;
            if (c >= 0)
                _line++;
            return true;
        }
    }

    int Peek() => _at < _filled || Fill() ? _read[_at] : -1;

    int Next() => _at < _filled || Fill() ? _read[_at++] : -1;

    bool Fill()
    {
        (_at, _filled) = (0, text.Read(_read, 0, _read.Length));
        return _filled > 0;
    }

    /// <summary>Takes an unquoted field and its terminator: the separator, a line feed, or −1 at the end.</summary>
    int Plain()
    {
        while (Peek() >= 0)
        {
            var rest = _read.AsSpan(_at, _filled - _at);
            int stop = rest.IndexOfAny(_stops);
            Append(stop < 0 ? rest : rest[..stop]);
            _at += stop < 0 ? rest.Length : stop;
            if (stop < 0)
                continue;
            int c = Next();
            return c == '\r' ? LineFeed() : c;
        }

        return -1;
    }

    int Quoted()
    {
        int opened = _line;
        Next();
        while (true)
        {
            int c = Next();
            if (c < 0)
                throw Bad($"a quote opened on line {opened} and never closed", "a closing quote");
            if (c == '\n')
                _line++;
            if (c == '"' && Peek() != '"')
                break;
            if (c == '"')
                Next();
            Append([(char)c]);
        }

        int after = Next();
        if (after == '\r')
            return LineFeed();
        return after == separator || after is '\n' or < 0 ? after
            : throw Bad($"text after a closing quote on line {_line}, column {_ends.Count + 1}", $"'{separator}' or the line's end");
    }

    /// <summary>A carriage return ends a line, with or without the line feed behind it.</summary>
    int LineFeed()
    {
        if (Peek() == '\n')
            Next();
        return '\n';
    }

    void Append(ReadOnlySpan<char> some)
    {
        if (_length + some.Length > _record.Length)
        {
            if (_length + some.Length > LongestRecord)
                throw Bad($"more than {LongestRecord} characters in the record that begins on line {Line}", "shorter lines");
            Array.Resize(ref _record, Math.Max(_length + some.Length, _length * 2));
        }

        some.CopyTo(_record.AsSpan(_length));
        _length += some.Length;
    }

    static ModelException Bad(string found, string expected) =>
        new(ErrorCatalogue.BadCsv, found, expected, "write text with quotes as in RFC 4180");
}
