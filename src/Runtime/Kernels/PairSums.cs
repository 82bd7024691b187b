namespace EdgeLstm.Kernels;

/// <summary>
/// int8 products of two neighbouring tiles, the first and second, third and fourth…, may be added in int16 where no sum can leave it: an
/// int16 lane holds those of two inputs of the one tile and the same two of the other.
/// </summary>
static class PairSums
{
    /// <summary>
    /// The greatest Σ |w| of such four weights. A factor is |x| ≤ 128 times w, or times −w − 1 where x is negative
    /// (<see cref="PanelInt8Avx2{TProducts}"/>): between −128·(252 + 4) = −32,768 and 128·252 = 32,256.
    /// </summary>
    public const int Max = 252;

    /// <summary>Whether all sums of a row over x, or over h, fit.</summary>
    public static bool Fit(ReadOnlySpan<sbyte> row, int section) => Largest(row, section) <= Max;

    /// <summary>
    /// The greatest Σ |w| of four weights that meet in an int16. Each <paramref name="section"/> of so many weights begins with an even
    /// tile.
    /// </summary>
    public static int Largest(ReadOnlySpan<sbyte> row, int section)
    {
        int largest = 0;
        for (; row.Length > section; row = row[section..])
            largest = Math.Max(largest, Largest(row[..section], section));
        for (int tiles = 0; tiles < row.Length; tiles += 2 * Panel.TileInputs)
            for (int pair = tiles; pair < tiles + Panel.TileInputs; pair += 2)
                largest = Math.Max(largest, Magnitude(row, pair) + Magnitude(row, pair + 1) + Magnitude(row, pair + 4)
                    + Magnitude(row, pair + 5));
        return largest;
    }

    static int Magnitude(ReadOnlySpan<sbyte> row, int column) => column < row.Length ? Math.Abs((int)row[column]) : 0;
}
