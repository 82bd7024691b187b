namespace EdgeLstm.Kernels;

/// <summary>The measures of a panel; see <see cref="IPanelProduct{TActivation}"/> for its layout.</summary>
static unsafe class Panel
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

    /// <summary>
    /// Whether half of a panel has <see cref="LevelSums"/>: what stands for the first shift is then negative. A row has four bytes in each
    /// tile and constant: half of them higher, the address is that of the second half.
    /// </summary>
    public static bool HasLevels(byte* half, int xTiles, int sums) => *(int*)(half + sums * ConstantBytes + (nint)xTiles * TileBytes) < 0;

    /// <summary>
    /// Puts one row's bias or shift into its plane. With two sums a row, those of the first two rows of every four stand in one plane, of
    /// the last two in another.
    /// </summary>
    public static void PackConstant(int* plane, int panelRow, int sums, int first, int second)
    {
        if (sums == 1)
        {
            plane[panelRow] = first;
            return;
        }

        int at = panelRow % 4 / 2 * Rows + panelRow / 4 * 4 + panelRow % 2 * 2;
        plane[at] = first;
        plane[at + 1] = second;
    }
}
