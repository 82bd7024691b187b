using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace EdgeLstm.Kernels;

/// <summary>
/// <see cref="PanelInt8Avx2{TProducts}"/> at twice the width: a register holds one gate of the sixteen units. Per 64 products: vpxor with its load,
/// vpmaddubsw, vpmaddwd, vpaddd.
/// </summary>
readonly unsafe struct PanelInt8Avx512<TOperations> : IPanelProduct<sbyte>
    where TOperations : IAvx512Operations
{
    public static int SumsPerRow => 1;

    public static int ArrangedBytes(int count) => PanelInt8Avx2<Avx2Products>.ArrangedBytes(count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Arrange(sbyte* source, int tiles, byte* target) => PanelInt8Avx2<Avx2Products>.Arrange(source, tiles, target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* Multiply(byte* panel, byte* x, int xTiles, byte* h, int hTiles, short* pre)
    {
        var negative = Vector512.Create(*(int*)x);
        var i = negative + Vector512.Load((int*)panel);
        var f = negative + Vector512.Load((int*)panel + 16);
        var g = negative + Vector512.Load((int*)panel + 32);
        var o = negative + Vector512.Load((int*)panel + 48);
        panel = AddTiles(panel + Panel.ConstantBytes, x, xTiles, ref i, ref f, ref g, ref o);

        negative = Vector512.Create(*(int*)h);
        i = negative + TOperations.ShiftLeft(i, Vector512.Load((uint*)panel));
        f = negative + TOperations.ShiftLeft(f, Vector512.Load((uint*)panel + 16));
        g = negative + TOperations.ShiftLeft(g, Vector512.Load((uint*)panel + 32));
        o = negative + TOperations.ShiftLeft(o, Vector512.Load((uint*)panel + 48));
        panel = AddTiles(panel + Panel.ConstantBytes, h, hTiles, ref i, ref f, ref g, ref o);

        TOperations.Round(i, Vector512.Load((float*)panel)).Store(pre);
        TOperations.Round(f, Vector512.Load((float*)panel + 16)).Store(pre + 16);
        TOperations.Round(g, Vector512.Load((float*)panel + 32)).Store(pre + 32);
        TOperations.Round(o, Vector512.Load((float*)panel + 48)).Store(pre + 48);
        return panel + Panel.ConstantBytes;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void MultiplyHalf(byte* panel, byte* x, int xTiles, byte* h, int hTiles, short* pre) => Multiply(panel, x, xTiles, h, hTiles, pre);

    /// <summary>Adds the products of all tiles and returns the address after them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static byte* AddTiles(byte* panel, byte* x, int tiles, ref Vector512<int> i, ref Vector512<int> f, ref Vector512<int> g, ref Vector512<int> o)
    {
        nint signs = PanelInt8Avx2<Avx2Products>.Signs(tiles);
        x += PanelInt8Avx2<Avx2Products>.HeadBytes;
        for (byte* end = panel + (nint)tiles * Panel.TileBytes; panel != end; panel += Panel.TileBytes, x += Panel.TileInputs)
        {
            var m = Vector512.Create(*(int*)x).AsByte();
            var s = Vector512.Create(*(int*)(x + signs)).AsSByte();
            i = TOperations.Add(i, m, Vector512.Load((sbyte*)panel) ^ s);
            f = TOperations.Add(f, m, Vector512.Load((sbyte*)panel + 64) ^ s);
            g = TOperations.Add(g, m, Vector512.Load((sbyte*)panel + 128) ^ s);
            o = TOperations.Add(o, m, Vector512.Load((sbyte*)panel + 192) ^ s);
        }

        return panel;
    }
}
