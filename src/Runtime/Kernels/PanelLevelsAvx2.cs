using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace EdgeLstm.Kernels;

/// <summary>
/// int8 × int8 on AVX2 of panels with <see cref="LevelSums"/>: per 32 products of levels vpmaddubsw with its load and vpaddw, in the place
/// of four instructions or three and a half. For AVX-512 too: Zen 4 starts and loads as many bytes a cycle at either width.
/// </summary>
readonly unsafe struct PanelLevelsAvx2 : IPanelProduct<sbyte>
{
    public static int SumsPerRow => 1;

    /// <summary>What int8 halves read, and all x + 128; the end rounded up, so that what follows is aligned as this is.</summary>
    public static int ArrangedBytes(int count) => PanelInt8Avx2<Avx2Products>.ArrangedBytes(count) + ((count + 31) & ~31);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Arrange(sbyte* source, int tiles, byte* target)
    {
        PanelInt8Avx2<Avx2Products>.Arrange(source, tiles, target);
        target += PanelInt8Avx2<Avx2Products>.HeadBytes + 2 * PanelInt8Avx2<Avx2Products>.Signs(tiles);
        for (; tiles > 0; tiles -= 4, source += 16, target += 16)
            (Vector128.Load((byte*)source) ^ Vector128.Create((byte)128)).Store(target);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* Multiply(byte* panel, byte* x, int xTiles, byte* h, int hTiles, short* pre)
    {
        if (!Panel.HasLevels(panel, xTiles, SumsPerRow))
            return Multiply<Avx2Int8Half, Avx2LevelHalf>(panel, x, xTiles, h, hTiles, pre);
        if (!Panel.HasLevels(panel + Panel.TileBytes / 2, xTiles, SumsPerRow))
            return Multiply<Avx2LevelHalf, Avx2Int8Half>(panel, x, xTiles, h, hTiles, pre);
        return Multiply<Avx2LevelHalf, Avx2LevelHalf>(panel, x, xTiles, h, hTiles, pre);
    }

    public static void MultiplyHalf(byte* panel, byte* x, int xTiles, byte* h, int hTiles, short* pre) =>
        PanelInt8Avx2<Avx2Products>.MultiplyHalf(panel, x, xTiles, h, hTiles, pre);

    // all three would exceed what the JIT inlines in one method
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    static byte* Multiply<TFirst, TSecond>(byte* panel, byte* x, int xTiles, byte* h, int hTiles, short* pre)
        where TFirst : IAvx2Half
        where TSecond : IAvx2Half
    {
        var a0 = TFirst.Begin(Bias(panel, 0), x); // i, f
        var a1 = TFirst.Begin(Bias(panel, 8), x);
        var a2 = TFirst.Begin(Bias(panel, 16), x);
        var a3 = TFirst.Begin(Bias(panel, 24), x);
        var a4 = TSecond.Begin(Bias(panel, 32), x); // g, o
        var a5 = TSecond.Begin(Bias(panel, 40), x);
        var a6 = TSecond.Begin(Bias(panel, 48), x);
        var a7 = TSecond.Begin(Bias(panel, 56), x);
        byte* shift = AddTiles<TFirst, TSecond>(panel + Panel.ConstantBytes, x, xTiles, ref a0, ref a1, ref a2, ref a3, ref a4, ref a5,
            ref a6, ref a7);

        var b0 = TFirst.EndOfW(a0, Bias(panel, 0), shift, 0);
        var b1 = TFirst.EndOfW(a1, Bias(panel, 8), shift, 8);
        var b2 = TFirst.EndOfW(a2, Bias(panel, 16), shift, 16);
        var b3 = TFirst.EndOfW(a3, Bias(panel, 24), shift, 24);
        var b4 = TSecond.EndOfW(a4, Bias(panel, 32), shift, 32);
        var b5 = TSecond.EndOfW(a5, Bias(panel, 40), shift, 40);
        var b6 = TSecond.EndOfW(a6, Bias(panel, 48), shift, 48);
        var b7 = TSecond.EndOfW(a7, Bias(panel, 56), shift, 56);
        (a0, a1, a2, a3) = (TFirst.Begin(b0, h), TFirst.Begin(b1, h), TFirst.Begin(b2, h), TFirst.Begin(b3, h));
        (a4, a5, a6, a7) = (TSecond.Begin(b4, h), TSecond.Begin(b5, h), TSecond.Begin(b6, h), TSecond.Begin(b7, h));
        panel = AddTiles<TFirst, TSecond>(shift + Panel.ConstantBytes, h, hTiles, ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6,
            ref a7);

        Avx2Epilogue.Store(TFirst.EndOfU(a0, b0, shift, 0), TFirst.EndOfU(a1, b1, shift, 8), panel, 0, pre);
        Avx2Epilogue.Store(TFirst.EndOfU(a2, b2, shift, 16), TFirst.EndOfU(a3, b3, shift, 24), panel, 16, pre);
        Avx2Epilogue.Store(TSecond.EndOfU(a4, b4, shift, 32), TSecond.EndOfU(a5, b5, shift, 40), panel, 32, pre);
        Avx2Epilogue.Store(TSecond.EndOfU(a6, b6, shift, 48), TSecond.EndOfU(a7, b7, shift, 56), panel, 48, pre);
        return panel + Panel.ConstantBytes;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<int> Bias(byte* panel, int row) => Vector256.Load((int*)panel + row);

    /// <summary>Adds the products of all tiles and returns the address after them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static byte* AddTiles<TFirst, TSecond>(
        byte* panel, byte* x, int tiles,
        ref Vector256<int> a0, ref Vector256<int> a1, ref Vector256<int> a2, ref Vector256<int> a3,
        ref Vector256<int> a4, ref Vector256<int> a5, ref Vector256<int> a6, ref Vector256<int> a7)
        where TFirst : IAvx2Half
        where TSecond : IAvx2Half
    {
        nint signs = PanelInt8Avx2<Avx2Products>.Signs(tiles);
        x += PanelInt8Avx2<Avx2Products>.HeadBytes;
        for (; tiles > 0; tiles--, panel += Panel.TileBytes, x += Panel.TileInputs)
        {
            TFirst.Add(panel, x, signs, ref a0, ref a1, ref a2, ref a3);
            TSecond.Add(panel + Panel.TileBytes / 2, x, signs, ref a4, ref a5, ref a6, ref a7);
        }

        return panel;
    }
}
