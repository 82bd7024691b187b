using System.Text;

namespace EdgeLstm.Quantize.Data;

/// <summary>
/// A table's text as spreadsheets and loggers write it, and what its columns are separated by: told from the header and the first rows.
/// Excel separates by what its country does not use as decimal mark.
/// </summary>
sealed class TableText : ITable
{
    const int HeadLength = 1 << 16, MaxRows = 50;

    /// <summary>Of several that would do, the first with the most columns.</summary>
    static readonly char[] Separators = [';', '\t', ',', '|'];

    readonly TextReader _text;
    readonly FileStream? _file;
    readonly long _mostLines;

    TableText(TextReader text, FileStream? file = null, long mostLines = 0)
    {
        _file = file;
        var head = new char[HeadLength];
        int length = text.ReadBlock(head);
        string begin = new(head, 0, length);
        bool isWhole = length < HeadLength;
        // Excel's own hint, which is no row: sep=;
        int line = begin.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && begin.Length > 5 && begin[5] is '\r' or '\n'
            ? begin.IndexOf('\n', StringComparison.Ordinal) + 1 : 0;
        Separator = line > 0 ? begin[4] : Find(begin, isWhole);
        _mostLines = line > 0 ? mostLines - 1 : mostLines;
        _text = new HeadReader(begin[line..], text);
    }

    /// <summary>What stands between two columns.</summary>
    public char Separator { get; }

    public string? SeparatorText => Separator switch { ';' => "semicolons", '\t' => "tabs", ',' => "commas", _ => $"'{Separator}'" };

    public double Share => _file is { Length: > 0 } ? (double)_file.Position / _file.Length : 1;

    public static TableText Open(string path)
    {
        var file = InputFile.Open(path);
        return new(new StreamReader(file, Encoding, detectEncodingFromByteOrderMarks: true), file, LineCount.Most(file));
    }

    public static TableText Of(TextReader text) => new(text);

    public CsvReader Records() => new(_text, Separator);

    ITableRecords ITable.Records() => Records();

    // A record takes a byte for each column at least, the line end among them.
    public long MostRows(int columns) => _file is null ? 0 : Math.Min(Math.Max(0, _mostLines - 1), _file.Length / Math.Max(1, columns));

    public void Dispose() => _text.Dispose();

    /// <summary>UTF-8, or by its mark UTF-16; a byte that is none of UTF-8 is Latin-1's, as Excel's plain "CSV" has for °.</summary>
    static Encoding Encoding { get; } = Encoding.GetEncoding("utf-8", EncoderFallback.ReplacementFallback, new Latin1Fallback());

    static char Find(string head, bool isWhole)
    {
        var found = Separators.Select(separator => (Separator: separator, Columns: Columns(head, separator, isWhole))).ToList();
        // Where no separator gives every row as many columns, rows are wrong, and the header tells.
        var even = found.Where(each => each.Columns.Count > 0 && each.Columns.TrueForAll(count => count == each.Columns[0])).ToList();
        foreach (var some in (List<(char Separator, List<int> Columns)>[])[even, found])
            if (some.Count > 0 && some.MaxBy(each => each.Columns[0]) is { Columns: [> 1, ..] } best)
                return best.Separator;
        return even.Count == 0 || even.Exists(each => each.Separator == ',') ? ',' : even[0].Separator;
    }

    /// <summary>How many columns the first rows have, blank lines left out; a last one of −1 where the text is no table so.</summary>
    static List<int> Columns(string head, char separator, bool isWhole)
    {
        var counts = new List<int>();
        var reader = new CsvReader(new StringReader(head), separator);
        try
        {
            while (counts.Count < MaxRows && reader.Read())
                if (!reader.IsBlank || counts.Count == 0)
                    counts.Add(reader.Fields);
            if (!isWhole && counts.Count is > 1 and < MaxRows)
                counts.RemoveAt(counts.Count - 1); // cut off with the head
        }
        catch (ModelException)
        {
            counts.Add(-1);
        }

        return counts.Count > 0 ? counts : [0];
    }

    /// <summary>What was looked at, and then the rest.</summary>
    sealed class HeadReader(string head, TextReader rest) : TextReader
    {
        int _at;

        public override int Peek() => _at < head.Length ? head[_at] : rest.Peek();

        public override int Read() => _at < head.Length ? head[_at++] : rest.Read();

        public override int Read(char[] buffer, int index, int count)
        {
            if (_at == head.Length)
                return rest.Read(buffer, index, count);
            count = Math.Min(count, head.Length - _at);
            head.CopyTo(_at, buffer, index, count);
            _at += count;
            return count;
        }

        protected override void Dispose(bool disposing) => rest.Dispose();
    }

    sealed class Latin1Fallback : DecoderFallback
    {
        public override int MaxCharCount => 4;

        public override DecoderFallbackBuffer CreateFallbackBuffer() => new Buffer();

        sealed class Buffer : DecoderFallbackBuffer
        {
            byte[] _bytes = [];
            int _at;

            public override int Remaining => _bytes.Length - _at;

            public override bool Fallback(byte[] bytesUnknown, int index)
            {
                (_bytes, _at) = ([.. bytesUnknown], 0);
                return true;
            }

            public override char GetNextChar() => _at < _bytes.Length ? (char)_bytes[_at++] : '\0';

            public override bool MovePrevious() => _at > 0 && --_at >= 0;
        }
    }
}
