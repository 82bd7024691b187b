namespace EdgeLstm.Kernels;

/// <summary>The measures of a panel; see <see cref="IPanelProduct{TActivation}"/> for its layout.</summary>
static class Panel
{
    /// <summary>Rows: four gates of sixteen units.</summary>
    public const int Rows = 64;

    /// <summary>Inputs that stand together in a tile, so that one 32-bit broadcast feeds every row.</summary>
    public const int TileInputs = 4;

    /// <summary>Bytes of one tile.</summary>
    public const int TileBytes = Rows * TileInputs;

    /// <summary>Bytes of one constant of all rows: the multipliers, and the biases and shifts of kernels with one sum a row.</summary>
    public const int ConstantBytes = Rows * 4;

    public static int Tiles(int inputs) => (inputs + TileInputs - 1) / TileInputs;

    /// <summary>Bytes of a panel whose kernel has one or two sums a row.</summary>
    public static int Bytes(int xTiles, int hTiles, int sums) => (xTiles + hTiles) * TileBytes + (2 * sums + 1) * ConstantBytes;
}
