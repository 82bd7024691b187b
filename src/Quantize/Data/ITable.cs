namespace EdgeLstm.Quantize.Data;

/// <summary>A user's table in a file.</summary>
interface ITable : IDisposable
{
    /// <summary>What stands between two columns, in words; null where they are told apart in another way.</summary>
    string? SeparatorText { get; }

    /// <summary>How much of the file has been read, from 0 to 1.</summary>
    double Share { get; }

    ITableRecords Records();

    /// <summary>
    /// At least as many as there are records, the header left out: what memory is taken for at once. Never more than the file can hold
    /// of <paramref name="columns"/> each.
    /// </summary>
    long MostRows(int columns);
}
