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
        for (; tiles > 1; tiles -= 2, panel += 2 * Panel.TileBytes, x += 2 * Panel.TileInputs)
        {
            Vector512<byte> m0 = Vector512.Create(*(int*)x).AsByte(), m1 = Vector512.Create(*(int*)(x + Panel.TileInputs)).AsByte();
            Vector512<sbyte> s0 = Vector512.Create(*(int*)(x + signs)).AsSByte(), s1 = Vector512.Create(*(int*)(x + signs + Panel.TileInputs)).AsSByte();
            i = AddTwo(i, panel, m0, s0, m1, s1);
            f = AddTwo(f, panel + 64, m0, s0, m1, s1);
            g = AddTwo(g, panel + 128, m0, s0, m1, s1);
            o = AddTwo(o, panel + 192, m0, s0, m1, s1);
        }

        if (tiles != 0)
        {
            var m = Vector512.Create(*(int*)x).AsByte();
            var s = Vector512.Create(*(int*)(x + signs)).AsSByte();
            i = TOperations.Add(i, m, Vector512.Load((sbyte*)panel) ^ s);
            f = TOperations.Add(f, m, Vector512.Load((sbyte*)panel + 64) ^ s);
            g = TOperations.Add(g, m, Vector512.Load((sbyte*)panel + 128) ^ s);
            o = TOperations.Add(o, m, Vector512.Load((sbyte*)panel + 192) ^ s);
            panel += Panel.TileBytes;
        }

        return panel;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<int> AddTwo(Vector512<int> sum, byte* weights, Vector512<byte> m0, Vector512<sbyte> s0, Vector512<byte> m1, Vector512<sbyte> s1) =>
        TOperations.AddTwo(sum, m0, Vector512.Load((sbyte*)weights) ^ s0, m1, Vector512.Load((sbyte*)weights + Panel.TileBytes) ^ s1);
}
