using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace EdgeLstm.Kernels;

/// <summary>
/// <see cref="PanelInt8Avx2{TProducts}"/> at twice the width: a register holds one gate of the sixteen units. Per 64 products: vpxor with
/// its load, vpmaddubsw, vpmaddwd, vpaddd, the last two of which two tiles may share.
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

    // beside Multiply it would exceed what the JIT inlines in one method
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void MultiplyHalf(byte* panel, byte* x, int xTiles, byte* h, int hTiles, short* pre)
    {
        var negative = Vector512.Create(*(int*)x);
        var i = negative + Vector512.Load((int*)panel);
        var f = negative + Vector512.Load((int*)panel + 16);
        panel = AddHalfTiles(panel + Panel.ConstantBytes, x, xTiles, ref i, ref f);

        negative = Vector512.Create(*(int*)h);
        i = negative + TOperations.ShiftLeft(i, Vector512.Load((uint*)panel));
        f = negative + TOperations.ShiftLeft(f, Vector512.Load((uint*)panel + 16));
        panel = AddHalfTiles(panel + Panel.ConstantBytes, h, hTiles, ref i, ref f);

        TOperations.Round(i, Vector512.Load((float*)panel)).Store(pre);
        TOperations.Round(f, Vector512.Load((float*)panel + 16)).Store(pre + 16);
    }

    /// <summary>Adds the products of all tiles and returns the address after them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static byte* AddTiles(byte* panel, byte* x, int tiles, ref Vector512<int> i, ref Vector512<int> f, ref Vector512<int> g,
        ref Vector512<int> o)
    {
        nint signs = PanelInt8Avx2<Avx2Products>.Signs(tiles);
        x += PanelInt8Avx2<Avx2Products>.HeadBytes;
        for (; tiles > 1; tiles -= 2, panel += 2 * Panel.TileBytes, x += 2 * Panel.TileInputs)
        {
            AddTwo(panel, x, signs, ref i, ref f);
            AddTwo(panel + Panel.TileBytes / 2, x, signs, ref g, ref o);
        }

        if (tiles != 0)
        {
            Add(panel, x, signs, ref i, ref f);
            Add(panel + Panel.TileBytes / 2, x, signs, ref g, ref o);
            panel += Panel.TileBytes;
        }

        return panel;
    }

    /// <summary>The same of the first two gates' rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static byte* AddHalfTiles(byte* panel, byte* x, int tiles, ref Vector512<int> i, ref Vector512<int> f)
    {
        nint signs = PanelInt8Avx2<Avx2Products>.Signs(tiles);
        x += PanelInt8Avx2<Avx2Products>.HeadBytes;
        for (; tiles > 1; tiles -= 2, panel += 2 * Panel.TileBytes, x += 2 * Panel.TileInputs)
            AddTwo(panel, x, signs, ref i, ref f);
        if (tiles != 0)
        {
            Add(panel, x, signs, ref i, ref f);
            panel += Panel.TileBytes;
        }

        return panel;
    }

    /// <summary>Two gates' rows, over a tile's inputs and the next one's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void AddTwo(byte* panel, byte* x, nint signs, ref Vector512<int> a, ref Vector512<int> b)
    {
        Vector512<byte> m0 = Broadcast(x).AsByte(), m1 = Broadcast(x + Panel.TileInputs).AsByte();
        Vector512<sbyte> s0 = Broadcast(x + signs), s1 = Broadcast(x + signs + Panel.TileInputs);
        a = TOperations.AddTwo(a, m0, Weights(panel, 0) ^ s0, m1, Weights(panel, Panel.TileBytes) ^ s1);
        b = TOperations.AddTwo(b, m0, Weights(panel, 64) ^ s0, m1, Weights(panel, Panel.TileBytes + 64) ^ s1);
    }

    /// <summary>Two gates' rows of the last tile, where their number is odd.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Add(byte* panel, byte* x, nint signs, ref Vector512<int> a, ref Vector512<int> b)
    {
        var m = Broadcast(x).AsByte();
        var s = Broadcast(x + signs);
        a = TOperations.Add(a, m, Weights(panel, 0) ^ s);
        b = TOperations.Add(b, m, Weights(panel, 64) ^ s);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<sbyte> Broadcast(byte* tile) => Vector512.Create(*(int*)tile).AsSByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<sbyte> Weights(byte* panel, int offset) => Vector512.Load((sbyte*)panel + offset);
}
