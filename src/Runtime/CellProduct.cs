namespace EdgeLstm;

/// <summary>
/// One matrix-vector product of a cell: row groups of <see cref="Units"/> rows over X inputs and R recurrent values. A group may read only
/// one of the two. Its constants: multiplier float, bias int, shift byte, each [groups·units]; W sbyte [groups that read x · units, X]; U
/// likewise over R. In the float scheme: bias, W, U, all float.
/// </summary>
/// <param name="Groups">Groups of rows, up to 32: <paramref name="ReadsX"/> has a bit for each.</param>
/// <param name="Units">Rows of a group.</param>
/// <param name="X">Columns that read the input.</param>
/// <param name="R">Columns that read what recurs.</param>
/// <param name="ReadsX">Bit g: group g reads x.</param>
/// <param name="ReadsR">Bit g: group g reads r.</param>
readonly record struct CellProduct(int Groups, int Units, int X, int R, int ReadsX, int ReadsR)
{
    public int Rows => Groups * Units;

    public int XRows => Count(ReadsX) * Units;

    public int RRows => Count(ReadsR) * Units;

    public long Weights => (long)XRows * X + (long)RRows * R;

    /// <summary>Bytes of its constants in the integer schemes.</summary>
    public long Bytes => 9L * Rows + Weights;

    /// <summary>Floats of its constants in the float scheme.</summary>
    public long Floats => Rows + Weights;

    /// <summary>Groups among the four at most that are read.</summary>
    static int Count(int groups) => (groups & 1) + (groups >> 1 & 1) + (groups >> 2 & 1) + (groups >> 3 & 1);
}
