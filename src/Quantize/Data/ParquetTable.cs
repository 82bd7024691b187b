using EdgeLstm.Generator.Model.Errors;
using Parquet;
using Parquet.Schema;

namespace EdgeLstm.Quantize.Data;

/// <summary>
/// A table in a Parquet file, cell for cell as the same table would stand in a .csv file: numbers in their shortest form, times as ISO 8601
/// has them, nothing where there is no value. A column of one group of rows at a time is in memory.
/// </summary>
sealed class ParquetTable : ITable, ITableRecords
{
    /// <summary>
    /// Cells that a file may say it has, and how many more for each of its bytes: columns that stand still take no room, but a file of a
    /// hundred bytes must not ask for all memory.
    /// </summary>
    const long AnyCells = 1 << 24, CellsPerByte = 64;

    readonly ParquetReader _reader;
    readonly DataField[] _fields;
    readonly ParquetColumn?[] _columns;
    readonly long _rows;
    readonly string _path;
    readonly char[] _text = new char[64];
    ParquetRowGroupReader? _group;
    int _nextGroup;
    long _inGroup = -1, _groupRows, _row = -1; // before the names

    ParquetTable(ParquetReader reader, long bytes, string path)
    {
        (_reader, _path) = (reader, path);
        if (_reader.Schema.Fields.FirstOrDefault(field => field is not DataField { IsArray: false }) is { } nested)
            throw new ModelException(ErrorCatalogue.BadParquet, $"column '{nested.Name}' of lists or structures", "one value in a cell",
                "write the table without it", path);
        _fields = [.. _reader.Schema.Fields.Cast<DataField>()];
        _columns = new ParquetColumn?[_fields.Length];
        for (int k = 0; k < _reader.RowGroupCount; k++)
        {
            using var group = _reader.OpenRowGroupReader(k);
            long rows = group.RowCount;
            if (rows < 0 || rows > (AnyCells + bytes * CellsPerByte) / Math.Max(1, _fields.Length) - _rows)
                throw new ModelException(ErrorCatalogue.BadParquet, $"{rows} rows of {_fields.Length} columns in a file of {bytes} bytes",
                    $"at most {AnyCells} cells and {CellsPerByte} more for each byte", "the file is damaged; write the table again", path);
            _rows += rows;
        }
    }

    public string? SeparatorText => null;

    public double Share => _rows == 0 ? 1 : (double)Math.Max(0, _row) / _rows;

    /// <summary>As in text, where the names are on line 1.</summary>
    public int Line => (int)Math.Min(int.MaxValue, _row + 1);

    public int Fields => _fields.Length;

    public bool IsBlank => _row == 0 && Fields == 0;

    public ReadOnlySpan<char> this[int field] => _row == 0 ? _fields[field].Name
        : (_columns[field] ??= Read(field)).Cell((int)_inGroup, _text);

    /// <summary>Whether a file begins as Parquet does.</summary>
    public static bool Is(string path)
    {
        Span<byte> begin = stackalloc byte[4];
        using var file = InputFile.Open(path);
        return file.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false) == begin.Length && begin.SequenceEqual("PAR1"u8);
    }

    public static ParquetTable Open(string path)
    {
        var file = InputFile.Open(path);
        try
        {
            return Guard(() => new ParquetTable(Wait(ParquetReader.CreateAsync(file, new ParquetOptions
            {
                TreatByteArrayAsString = true,
                UseDateOnlyTypeForDates = true,
            }, leaveStreamOpen: false)), file.Length, path), path);
        }
        catch (Exception)
        {
            file.Dispose();
            throw;
        }
    }

    public ITableRecords Records() => this;

    public long MostRows(int columns) => _rows;

    public bool Read()
    {
        _row++;
        if (_row == 0)
            return true;
        while (++_inGroup >= _groupRows)
        {
            _group?.Dispose();
            _group = null;
            if (_nextGroup == _reader.RowGroupCount)
                return false;
            Array.Clear(_columns);
            _group = Guard(() => _reader.OpenRowGroupReader(_nextGroup++), _path);
            (_groupRows, _inGroup) = (_group.RowCount, -1);
        }

        return true;
    }

    public void Dispose()
    {
        _group?.Dispose();
        _reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    ParquetColumn Read(int field) => Guard(() => ParquetColumn.Read(_group!, _fields[field], (int)_groupRows), _path);

    /// <summary>The library says in many ways that a file is none that it can read.</summary>
    static T Guard<T>(Func<T> read, string path)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is not (ModelException or OutOfMemoryException))
        {
            string found = $"what cannot be read as Parquet ({e.Message.Split('\n')[0].TrimEnd('.', '\r')})";
            throw new ModelException(ErrorCatalogue.BadParquet, found, "a whole Parquet file", "write the table again, or as .csv", path);
        }
    }

    static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();
}
