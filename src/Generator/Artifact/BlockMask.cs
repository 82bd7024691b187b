#if NETSTANDARD
namespace EdgeLstm.Generator.Artifact;
#else
namespace EdgeLstm.Layers;
#endif

/// <summary>
/// Which blocks of an LSTM's weights are kept; the others are 0. A block is what the kernels read at once: four neighbouring columns of x, or of h, in all four
/// gates' rows of sixteen neighbouring units. A bit for each, the units' first sixteen first, x before h; the last bits of the last byte are 0.
/// </summary>
/// <param name="bits">None: all are kept.</param>
/// <param name="x">Inputs.</param>
/// <param name="r">Recurrent values.</param>
readonly ref struct BlockMask(ReadOnlySpan<byte> bits, int x, int r)
{
    public const int Units = 16, Columns = 4;

    readonly ReadOnlySpan<byte> bits = bits;

    public static int XBlocks(int x) => (x + Columns - 1) / Columns;

    /// <summary>Blocks of a row of [x, h].</summary>
    public static int RowBlocks(int x, int r) => XBlocks(x) + XBlocks(r);

    public static int Bytes(int units, int x, int r) => ((units + Units - 1) / Units * RowBlocks(x, r) + 7) / 8;

    /// <summary>Whether a weight's block is kept; columns are those of [x, h].</summary>
    public bool Keeps(int unit, int column) => KeepsBlock(unit / Units, column < x ? column / Columns : XBlocks(x) + (column - x) / Columns);

    /// <summary>The same of a block in the row of <paramref name="unitBlock"/>.</summary>
    public bool KeepsBlock(int unitBlock, int block)
    {
        int bit = unitBlock * RowBlocks(x, r) + block;
        return bits.IsEmpty || (bits[bit / 8] >> bit % 8 & 1) != 0;
    }

    /// <summary>The weights of a gate that are kept.</summary>
    public int Weights(int units)
    {
        int kept = 0;
        for (int unit = 0; unit < units; unit++)
            for (int column = 0; column < x + r; column++)
                kept += Keeps(unit, column) ? 1 : 0;
        return kept;
    }
}
