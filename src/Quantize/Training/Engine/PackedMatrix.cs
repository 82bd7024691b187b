namespace EdgeLstm.Quantize.Training.Engine;

/// <summary>
/// [bias | A1 | A2] in the order in which <see cref="LaneProduct"/> reads it: panels of six rows, and in a panel column after column. Rows
/// that the last panel lacks are zeros.
/// </summary>
sealed class PackedMatrix<T>
    where T : unmanaged
{
    /// <summary>
    /// Six rows of two vectors are twelve accumulators: with two vectors of b and a broadcast weight that is fifteen of sixteen registers.
    /// </summary>
    public const int PanelRows = 6;

    readonly AlignedArray<T> _packed;

    public PackedMatrix(int rows, int columns1, int columns2)
    {
        (Rows, Columns1, Columns2) = (rows, columns1, columns2);
        _packed = new(Panels * PanelLength);
    }

    public int Rows { get; }

    public int Columns1 { get; }

    public int Columns2 { get; }

    public int Panels => (Rows + PanelRows - 1) / PanelRows;

    public int PanelLength => PanelRows * (1 + Columns1 + Columns2);

    public ref T Panel(int p) => ref _packed[p * PanelLength];

    /// <summary>
    /// Sets all three; <paramref name="bias"/> and <paramref name="a2"/> may be empty. The matrices are [Rows, Columns] row-major.
    /// </summary>
    public void Pack(ReadOnlySpan<T> bias, ReadOnlySpan<T> a1, ReadOnlySpan<T> a2)
    {
        var target = _packed.Span;
        for (int row = 0; row < Rows; row++)
        {
            int at = row / PanelRows * PanelLength + row % PanelRows;
            if (!bias.IsEmpty)
                target[at] = bias[row];
            for (int column = 0; column < Columns1; column++)
                target[at + PanelRows * (1 + column)] = a1[row * Columns1 + column];
            for (int column = 0; column < Columns2; column++)
                target[at + PanelRows * (1 + Columns1 + column)] = a2[row * Columns2 + column];
        }
    }

    /// <summary>
    /// Sets A1 and A2 to the transposes of <paramref name="a1"/> [Columns1, Rows] and <paramref name="a2"/> [Columns2, Rows], both
    /// row-major.
    /// </summary>
    public void PackTransposed(ReadOnlySpan<T> a1, ReadOnlySpan<T> a2 = default)
    {
        var target = _packed.Span;
        for (int row = 0; row < Rows; row++)
        {
            int at = row / PanelRows * PanelLength + row % PanelRows + PanelRows;
            for (int column = 0; column < Columns1; column++)
                target[at + PanelRows * column] = a1[column * Rows + row];
            for (int column = 0; column < Columns2; column++)
                target[at + PanelRows * (Columns1 + column)] = a2[column * Rows + row];
        }
    }
}
