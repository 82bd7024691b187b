using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace EdgeLstm.Kernels;

/// <summary>
/// Both widths of activation in portable 128-bit vectors: the weights of four units are one register of int32, and each input of a tile is
/// cut out of it by two shifts, multiplied and added. For processors that nothing better is written for.
/// </summary>
readonly unsafe struct PanelVector128<TActivation> : IPanelProduct<TActivation>
    where TActivation : unmanaged
{
    public static int SumsPerRow => 1;

    public static int ArrangedBytes(int count) => count * sizeof(int);

    public static void Arrange(TActivation* source, int tiles, byte* target)
    {
        for (int k = 0; k < tiles * Panel.TileInputs; k++)
            ((int*)target)[k] = typeof(TActivation) == typeof(sbyte) ? ((sbyte*)source)[k] : ((short*)source)[k];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static byte* Multiply(byte* panel, byte* x, int xTiles, byte* h, int hTiles, short* pre)
    {
        byte* shift = panel + Panel.ConstantBytes + xTiles * Panel.TileBytes;
        byte* multiplier = shift + Panel.ConstantBytes + hTiles * Panel.TileBytes;
        for (int row = 0; row < Panel.Rows; row += 8)
        {
            var low = Four(panel, shift, multiplier, x, xTiles, h, hTiles, row);
            var high = Four(panel, shift, multiplier, x, xTiles, h, hTiles, row + 4);
            Vector128.Narrow(low, high).Store(pre + row);
        }

        return multiplier + Panel.ConstantBytes;
    }

    public static void MultiplyHalf(byte* panel, byte* x, int xTiles, byte* h, int hTiles, short* pre) =>
        Multiply(panel, x, xTiles, h, hTiles, pre);

    /// <summary>Four rows' pre-activations, within an int16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<int> Four(byte* panel, byte* shift, byte* multiplier, byte* x, int xTiles, byte* h, int hTiles, int row)
    {
        var acc = AddTiles(Vector128.Load((int*)panel + row), panel + Panel.ConstantBytes + 4 * row, (int*)x, xTiles);
        int* by = (int*)shift + row;
        acc *= Vector128.Create(1 << by[0], 1 << by[1], 1 << by[2], 1 << by[3]);
        acc = AddTiles(acc, shift + Panel.ConstantBytes + 4 * row, (int*)h, hTiles);
        var rounded = Vector128.Round(Vector128.ConvertToSingle(acc) * Vector128.Load((float*)multiplier + row));
        return Vector128.ConvertToInt32(Vector128.Min(Vector128.Max(rounded, Vector128.Create((float)short.MinValue)),
            Vector128.Create((float)short.MaxValue)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<int> AddTiles(Vector128<int> acc, byte* weights, int* x, int tiles)
    {
        for (int t = 0; t < tiles; t++, weights += Panel.TileBytes, x += Panel.TileInputs)
        {
            var w = Vector128.Load((int*)weights);
            acc += ((w << 24) >> 24) * Vector128.Create(x[0]);
            acc += ((w << 16) >> 24) * Vector128.Create(x[1]);
            acc += ((w << 8) >> 24) * Vector128.Create(x[2]);
            acc += (w >> 24) * Vector128.Create(x[3]);
        }

        return acc;
    }
}
