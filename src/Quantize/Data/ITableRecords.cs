namespace EdgeLstm.Quantize.Data;

/// <summary>The records of a table, one after the other; the first has the columns' names.</summary>
interface ITableRecords
{
    /// <summary>Where the current record begins: a line of text, or a row, from 1.</summary>
    int Line { get; }

    /// <summary>Cells of the current record.</summary>
    int Fields { get; }

    /// <summary>A record with nothing in it at all.</summary>
    bool IsBlank { get; }

    /// <summary>A cell as text; good until the next record, or the next cell.</summary>
    ReadOnlySpan<char> this[int field] { get; }

    /// <summary>Moves to the next record; false behind the last.</summary>
    bool Read();
}
