using EdgeLstm.Kernels;

namespace EdgeLstm.Benchmarks.Product;

/// <summary>The weights that a multiply loop goes through.</summary>
static class L1Window
{
    /// <summary>4 KiB: in every L1, and long enough that the loop's end is rare.</summary>
    public const int Tiles = 16;

    public const int Bytes = Tiles * Panel.TileBytes;
}
