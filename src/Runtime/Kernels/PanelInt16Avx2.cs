using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeLstm.Kernels;

/// <summary>
/// int8 weights × int16 activations on AVX2. A register of weights holds eight units of four inputs; its even bytes, sign-extended, meet
/// (x0, x2) in one vpmaddwd, its odd bytes (x1, x3) in another, so that both leave one sum per unit. Per 32 products: vpsllw, vpsraw,
/// vpsraw, 2 vpmaddwd, 2 vpaddd, at half the memory that int16 weights would take.
/// </summary>
readonly unsafe struct PanelInt16Avx2<TProducts> : IPanelProduct<short>
    where TProducts : IAvx2Products
{
    public static int SumsPerRow => 1;

    public static int ArrangedBytes(int count) => 2 * count;

    // Each tile x0 x1 x2 x3 becomes x0 x2 x1 x3: the even inputs are one broadcast, the odd ones the next.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Arrange(short* source, int tiles, byte* target)
    {
        var order = Vector128.Create((byte)0, 1, 4, 5, 2, 3, 6, 7, 8, 9, 12, 13, 10, 11, 14, 15);
        for (; tiles > 0; tiles -= 2, source += 8, target += 16)
            Ssse3.Shuffle(Vector128.Load(source).AsByte(), order).Store(target);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* Multiply(byte* panel, byte* x, int xTiles, byte* h, int hTiles, short* pre)
    {
        var a0 = Vector256.Load((int*)panel); // i, units 0–7
        var a1 = Vector256.Load((int*)panel + 8); // i, units 8–15
        var a2 = Vector256.Load((int*)panel + 16); // f
        var a3 = Vector256.Load((int*)panel + 24);
        var a4 = Vector256.Load((int*)panel + 32); // g
        var a5 = Vector256.Load((int*)panel + 40);
        var a6 = Vector256.Load((int*)panel + 48); // o
        var a7 = Vector256.Load((int*)panel + 56);
        panel = AddTiles(panel + Panel.ConstantBytes, x, xTiles, ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6, ref a7);

        a0 = Avx2Epilogue.Shift(a0, panel, 0);
        a1 = Avx2Epilogue.Shift(a1, panel, 8);
        a2 = Avx2Epilogue.Shift(a2, panel, 16);
        a3 = Avx2Epilogue.Shift(a3, panel, 24);
        a4 = Avx2Epilogue.Shift(a4, panel, 32);
        a5 = Avx2Epilogue.Shift(a5, panel, 40);
        a6 = Avx2Epilogue.Shift(a6, panel, 48);
        a7 = Avx2Epilogue.Shift(a7, panel, 56);
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
        var a0 = Vector256.Load((int*)panel);
        var a1 = Vector256.Load((int*)panel + 8);
        var a2 = Vector256.Load((int*)panel + 16);
        var a3 = Vector256.Load((int*)panel + 24);
        panel = AddHalfTiles(panel + Panel.ConstantBytes, x, xTiles, ref a0, ref a1, ref a2, ref a3);

        a0 = Avx2Epilogue.Shift(a0, panel, 0);
        a1 = Avx2Epilogue.Shift(a1, panel, 8);
        a2 = Avx2Epilogue.Shift(a2, panel, 16);
        a3 = Avx2Epilogue.Shift(a3, panel, 24);
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
        for (byte* end = panel + (nint)tiles * Panel.TileBytes; panel != end; panel += Panel.TileBytes, x += 2 * Panel.TileInputs)
        {
            var even = Vector256.Create(*(int*)x).AsInt16();
            var odd = Vector256.Create(*(int*)(x + 4)).AsInt16();
            a0 = Add(a0, panel, even, odd);
            a1 = Add(a1, panel + 32, even, odd);
            a2 = Add(a2, panel + 64, even, odd);
            a3 = Add(a3, panel + 96, even, odd);
            a4 = Add(a4, panel + 128, even, odd);
            a5 = Add(a5, panel + 160, even, odd);
            a6 = Add(a6, panel + 192, even, odd);
            a7 = Add(a7, panel + 224, even, odd);
        }

        return panel;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static byte* AddHalfTiles(
        byte* panel, byte* x, int tiles, ref Vector256<int> a0, ref Vector256<int> a1, ref Vector256<int> a2, ref Vector256<int> a3)
    {
        for (byte* end = panel + (nint)tiles * Panel.TileBytes; panel != end; panel += Panel.TileBytes, x += 2 * Panel.TileInputs)
        {
            var even = Vector256.Create(*(int*)x).AsInt16();
            var odd = Vector256.Create(*(int*)(x + 4)).AsInt16();
            a0 = Add(a0, panel, even, odd);
            a1 = Add(a1, panel + 32, even, odd);
            a2 = Add(a2, panel + 64, even, odd);
            a3 = Add(a3, panel + 96, even, odd);
        }

        return panel;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<int> Add(Vector256<int> sum, byte* weights, Vector256<short> even, Vector256<short> odd)
    {
        var w = Vector256.Load((short*)weights);
        return TProducts.Add(TProducts.Add(sum, (w << 8) >> 8, even), w >> 8, odd);
    }
}
