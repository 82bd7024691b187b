namespace EdgeLstm;

/// <summary>
/// Which columns of an LSTM's weights [W U] are kept: which inputs, and which units' states, its gates read. A bit for each, from the
/// lowest of the first byte on, x before h; the last byte's bits behind them are 0. A column is the smallest block that a step can leave
/// out at no cost: what is kept is a dense product over fewer values.
/// </summary>
static class ColumnMask
{
    public static int Bytes(int inputs, int units) => (inputs + units + 7) / 8;

    public static bool Keeps(ReadOnlySpan<byte> mask, int column) => (mask[column / 8] >> column % 8 & 1) != 0;

    /// <summary>Kept columns among some.</summary>
    public static int Count(ReadOnlySpan<byte> mask, int first, int count)
    {
        int kept = 0;
        for (int column = first; column < first + count; column++)
            kept += Keeps(mask, column) ? 1 : 0;
        return kept;
    }
}
