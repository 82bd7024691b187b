using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeLstm.Kernels;

/// <summary>
/// int8 × int8 on AVX2. vpmaddubsw wants an unsigned factor: |x| is it, and the sign goes to the weights. Not by vpsignb, which shares the
/// multipliers' two ports on Zen 3: with s = −1 where x &lt; 0, else 0, w·x = (w ^ s)·|x| − s·|x|, and the last term is the same for every
/// row, Σ |x| over the negative x, added once. A pair's sum is −2·128·128 to 2·127·127, which an int16 holds. Per 32 products: vpxor with
/// its load, vpmaddubsw, vpmaddwd, vpaddd; two of the four multiply, and two multiplies start per cycle: 32 multiply-accumulates a cycle is
/// the limit. Two tiles may share the last two (<see cref="Avx2PairProducts"/>). AVX-VNNI's vpdpbusd is the last three in one.
/// </summary>
readonly unsafe struct PanelInt8Avx2<TProducts> : IPanelProduct<sbyte>
    where TProducts : IAvx2Products
{
    // What Arrange writes: Σ |x| over the negative x, eight times; then all |x|, and then all s.
    internal const int HeadBytes = 32;

    public static int SumsPerRow => 1;

    public static int ArrangedBytes(int count) => HeadBytes + 2 * count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Arrange(sbyte* source, int tiles, byte* target)
    {
        var negative = Vector128<int>.Zero;
        int count = tiles * Panel.TileInputs;
        nint signs = Signs(tiles);
        byte* to = target + HeadBytes;
        for (; count > 0; count -= 16, source += 16, to += 16)
        {
            var x = Vector128.Load(source);
            var sign = Sse2.CompareGreaterThan(Vector128<sbyte>.Zero, x).AsByte();
            var magnitude = Ssse3.Abs(x);
            magnitude.Store(to);
            sign.Store(to + signs);
            var counted = magnitude & sign & Vector128.LessThan(Vector128<byte>.Indices, Vector128.Create((byte)Math.Min(count, 16)));
            negative += Sse2.SumAbsoluteDifferences(counted, Vector128<byte>.Zero).AsInt32();
        }

        Vector256.Create(negative.ToScalar() + negative.GetElement(2)).Store((int*)target);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* Multiply(byte* panel, byte* x, int xTiles, byte* h, int hTiles, short* pre)
    {
        var negative = Vector256.Load((int*)x);
        var a0 = negative + Vector256.Load((int*)panel); // i, units 0–7
        var a1 = negative + Vector256.Load((int*)panel + 8); // i, units 8–15
        var a2 = negative + Vector256.Load((int*)panel + 16); // f
        var a3 = negative + Vector256.Load((int*)panel + 24);
        var a4 = negative + Vector256.Load((int*)panel + 32); // g
        var a5 = negative + Vector256.Load((int*)panel + 40);
        var a6 = negative + Vector256.Load((int*)panel + 48); // o
        var a7 = negative + Vector256.Load((int*)panel + 56);
        panel = AddTiles(panel + Panel.ConstantBytes, x, xTiles, ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6, ref a7);

        negative = Vector256.Load((int*)h);
        a0 = Avx2Epilogue.Shift(a0, panel, 0) + negative;
        a1 = Avx2Epilogue.Shift(a1, panel, 8) + negative;
        a2 = Avx2Epilogue.Shift(a2, panel, 16) + negative;
        a3 = Avx2Epilogue.Shift(a3, panel, 24) + negative;
        a4 = Avx2Epilogue.Shift(a4, panel, 32) + negative;
        a5 = Avx2Epilogue.Shift(a5, panel, 40) + negative;
        a6 = Avx2Epilogue.Shift(a6, panel, 48) + negative;
        a7 = Avx2Epilogue.Shift(a7, panel, 56) + negative;
        panel = AddTiles(panel + Panel.ConstantBytes, h, hTiles, ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6, ref a7);

        Avx2Epilogue.Store(a0, a1, panel, 0, pre);
        Avx2Epilogue.Store(a2, a3, panel, 16, pre);
        Avx2Epilogue.Store(a4, a5, panel, 32, pre);
        Avx2Epilogue.Store(a6, a7, panel, 48, pre);
        return panel + Panel.ConstantBytes;
    }

    // beside Multiply it would exceed what the JIT inlines in one method
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void MultiplyHalf(byte* panel, byte* x, int xTiles, byte* h, int hTiles, short* pre)
    {
        var negative = Vector256.Load((int*)x);
        var a0 = negative + Vector256.Load((int*)panel);
        var a1 = negative + Vector256.Load((int*)panel + 8);
        var a2 = negative + Vector256.Load((int*)panel + 16);
        var a3 = negative + Vector256.Load((int*)panel + 24);
        panel = AddHalfTiles(panel + Panel.ConstantBytes, x, xTiles, ref a0, ref a1, ref a2, ref a3);

        negative = Vector256.Load((int*)h);
        a0 = Avx2Epilogue.Shift(a0, panel, 0) + negative;
        a1 = Avx2Epilogue.Shift(a1, panel, 8) + negative;
        a2 = Avx2Epilogue.Shift(a2, panel, 16) + negative;
        a3 = Avx2Epilogue.Shift(a3, panel, 24) + negative;
        panel = AddHalfTiles(panel + Panel.ConstantBytes, h, hTiles, ref a0, ref a1, ref a2, ref a3);

        Avx2Epilogue.Store(a0, a1, panel, 0, pre);
        Avx2Epilogue.Store(a2, a3, panel, 16, pre);
    }

    /// <summary>Adds the products of all tiles and returns the address after them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static byte* AddTiles(
        byte* panel, byte* x, int tiles,
        ref Vector256<int> a0, ref Vector256<int> a1, ref Vector256<int> a2, ref Vector256<int> a3,
        ref Vector256<int> a4, ref Vector256<int> a5, ref Vector256<int> a6, ref Vector256<int> a7)
    {
        nint signs = Signs(tiles);
        x += HeadBytes;
        for (; tiles > 1; tiles -= 2, panel += 2 * Panel.TileBytes, x += 2 * Panel.TileInputs)
        {
            AddTwo(panel, x, signs, ref a0, ref a1, ref a2, ref a3);
            AddTwo(panel + Panel.TileBytes / 2, x, signs, ref a4, ref a5, ref a6, ref a7);
        }

        if (tiles != 0)
        {
            Add(panel, x, signs, ref a0, ref a1, ref a2, ref a3);
            Add(panel + Panel.TileBytes / 2, x, signs, ref a4, ref a5, ref a6, ref a7);
            panel += Panel.TileBytes;
        }

        return panel;
    }

    /// <summary>The same of the first two gates' rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static byte* AddHalfTiles(
        byte* panel, byte* x, int tiles, ref Vector256<int> a0, ref Vector256<int> a1, ref Vector256<int> a2, ref Vector256<int> a3)
    {
        nint signs = Signs(tiles);
        x += HeadBytes;
        for (; tiles > 1; tiles -= 2, panel += 2 * Panel.TileBytes, x += 2 * Panel.TileInputs)
            AddTwo(panel, x, signs, ref a0, ref a1, ref a2, ref a3);
        if (tiles != 0)
        {
            Add(panel, x, signs, ref a0, ref a1, ref a2, ref a3);
            panel += Panel.TileBytes;
        }

        return panel;
    }

    /// <summary>Half of a tile's rows, over its inputs and the next tile's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void AddTwo(
        byte* panel, byte* x, nint signs, ref Vector256<int> a0, ref Vector256<int> a1, ref Vector256<int> a2, ref Vector256<int> a3)
    {
        Vector256<byte> m0 = Broadcast(x).AsByte(), m1 = Broadcast(x + Panel.TileInputs).AsByte();
        Vector256<sbyte> s0 = Broadcast(x + signs), s1 = Broadcast(x + signs + Panel.TileInputs);
        a0 = TProducts.AddTwo(a0, m0, Weights(panel, 0) ^ s0, m1, Weights(panel, Panel.TileBytes) ^ s1);
        a1 = TProducts.AddTwo(a1, m0, Weights(panel, 32) ^ s0, m1, Weights(panel, Panel.TileBytes + 32) ^ s1);
        a2 = TProducts.AddTwo(a2, m0, Weights(panel, 64) ^ s0, m1, Weights(panel, Panel.TileBytes + 64) ^ s1);
        a3 = TProducts.AddTwo(a3, m0, Weights(panel, 96) ^ s0, m1, Weights(panel, Panel.TileBytes + 96) ^ s1);
    }

    /// <summary>Half of the last tile's rows, where their number is odd.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Add(byte* panel, byte* x, nint signs, ref Vector256<int> a0, ref Vector256<int> a1, ref Vector256<int> a2,
        ref Vector256<int> a3)
    {
        var m = Broadcast(x).AsByte();
        var s = Broadcast(x + signs);
        a0 = TProducts.Add(a0, m, Weights(panel, 0) ^ s);
        a1 = TProducts.Add(a1, m, Weights(panel, 32) ^ s);
        a2 = TProducts.Add(a2, m, Weights(panel, 64) ^ s);
        a3 = TProducts.Add(a3, m, Weights(panel, 96) ^ s);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<sbyte> Broadcast(byte* tile) => Vector256.Create(*(int*)tile).AsSByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<sbyte> Weights(byte* panel, int offset) => Vector256.Load((sbyte*)panel + offset);

    /// <summary>From a |x| to its s.</summary>
    internal static nint Signs(int tiles) => (tiles * Panel.TileInputs + 15) & ~15;
}
