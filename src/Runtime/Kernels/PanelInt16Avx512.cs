using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace EdgeLstm.Kernels;

/// <summary>
/// <see cref="PanelInt16Avx2{TProducts}"/> at twice the width: a register holds one gate of the sixteen units.
/// </summary>
readonly unsafe struct PanelInt16Avx512<TOperations> : IPanelProduct<short>
    where TOperations : IAvx512Operations
{
    public static int SumsPerRow => 1;

    public static int ArrangedBytes(int count) => PanelInt16Avx2<Avx2Products>.ArrangedBytes(count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Arrange(short* source, int tiles, byte* target) => PanelInt16Avx2<Avx2Products>.Arrange(source, tiles, target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* Multiply(byte* panel, byte* x, int xTiles, byte* h, int hTiles, short* pre)
    {
        var i = Vector512.Load((int*)panel);
        var f = Vector512.Load((int*)panel + 16);
        var g = Vector512.Load((int*)panel + 32);
        var o = Vector512.Load((int*)panel + 48);
        panel = AddTiles(panel + Panel.ConstantBytes, x, xTiles, ref i, ref f, ref g, ref o);

        i = TOperations.ShiftLeft(i, Vector512.Load((uint*)panel));
        f = TOperations.ShiftLeft(f, Vector512.Load((uint*)panel + 16));
        g = TOperations.ShiftLeft(g, Vector512.Load((uint*)panel + 32));
        o = TOperations.ShiftLeft(o, Vector512.Load((uint*)panel + 48));
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
        var i = Vector512.Load((int*)panel);
        var f = Vector512.Load((int*)panel + 16);
        panel = AddHalfTiles(panel + Panel.ConstantBytes, x, xTiles, ref i, ref f);

        i = TOperations.ShiftLeft(i, Vector512.Load((uint*)panel));
        f = TOperations.ShiftLeft(f, Vector512.Load((uint*)panel + 16));
        panel = AddHalfTiles(panel + Panel.ConstantBytes, h, hTiles, ref i, ref f);

        TOperations.Round(i, Vector512.Load((float*)panel)).Store(pre);
        TOperations.Round(f, Vector512.Load((float*)panel + 16)).Store(pre + 16);
    }

    /// <summary>Adds the products of all tiles and returns the address after them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static byte* AddTiles(byte* panel, byte* x, int tiles, ref Vector512<int> i, ref Vector512<int> f, ref Vector512<int> g,
        ref Vector512<int> o)
    {
        for (byte* end = panel + (nint)tiles * Panel.TileBytes; panel != end; panel += Panel.TileBytes, x += 2 * Panel.TileInputs)
        {
            AddHalfTile(panel, x, ref i, ref f);
            AddHalfTile(panel + Panel.TileBytes / 2, x, ref g, ref o);
        }

        return panel;
    }

    /// <summary>The same of the first two gates' rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static byte* AddHalfTiles(byte* panel, byte* x, int tiles, ref Vector512<int> i, ref Vector512<int> f)
    {
        for (byte* end = panel + (nint)tiles * Panel.TileBytes; panel != end; panel += Panel.TileBytes, x += 2 * Panel.TileInputs)
            AddHalfTile(panel, x, ref i, ref f);
        return panel;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void AddHalfTile(byte* panel, byte* x, ref Vector512<int> a, ref Vector512<int> b)
    {
        var even = Vector512.Create(*(int*)x).AsInt16();
        var odd = Vector512.Create(*(int*)(x + 4)).AsInt16();
        a = Add(a, panel, even, odd);
        b = Add(b, panel + 64, even, odd);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<int> Add(Vector512<int> sum, byte* weights, Vector512<short> even, Vector512<short> odd)
    {
        var w = Vector512.Load((short*)weights);
        return TOperations.Add(TOperations.Add(sum, (w << 8) >> 8, even), w >> 8, odd);
    }
}
