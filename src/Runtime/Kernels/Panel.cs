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

    /// <summary>Bytes of ratio, bias and multiplier.</summary>
    public const int ConstantBytes = 3 * Rows * 4;

    public static int Tiles(int inputs) => (inputs + TileInputs - 1) / TileInputs;

    public static int Bytes(int xTiles, int hTiles) => (xTiles + hTiles) * TileBytes + ConstantBytes;
}
