using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeLstm.Kernels;

/// <summary>
/// int8 weights × int16 activations on AVX2. A register of weights holds eight units of four inputs; its even bytes, sign-extended, meet
/// (x0, x2) in one vpmaddwd, its odd bytes (x1, x3) in another, so that both leave one sum per unit. Per 32 products: vpsllw, vpsraw, vpsraw,
/// 2 vpmaddwd, 2 vpaddd, at half the memory that int16 weights would take.
/// </summary>
readonly unsafe struct PanelInt16Avx2 : IPanelProduct<short>
{
    // Each tile x0 x1 x2 x3 becomes x0 x2 x1 x3: the even inputs are one broadcast, the odd ones the next.
    public static void Arrange(short* source, short* target, int count)
    {
        var order = Vector128.Create((byte)0, 1, 4, 5, 2, 3, 6, 7, 8, 9, 12, 13, 10, 11, 14, 15);
        for (int k = 0; k < count; k += 8)
            Ssse3.Shuffle(Vector128.Load(source + k).AsByte(), order).AsInt16().Store(target + k);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static byte* Multiply(byte* panel, short* x, int xTiles, short* h, int hTiles, short* pre)
    {
        var a0 = Vector256<int>.Zero; // i, units 0–7
        var a1 = Vector256<int>.Zero; // i, units 8–15
        var a2 = Vector256<int>.Zero; // f
        var a3 = Vector256<int>.Zero;
        var a4 = Vector256<int>.Zero; // g
        var a5 = Vector256<int>.Zero;
        var a6 = Vector256<int>.Zero; // o
        var a7 = Vector256<int>.Zero;

        int tiles = xTiles;
        for (bool hidden = false; ; hidden = true, x = h, tiles = hTiles)
        {
            for (byte* end = panel + tiles * Panel.TileBytes; panel != end; panel += Panel.TileBytes, x += Panel.TileInputs)
            {
                var even = Vector256.Create(*(int*)x).AsInt16();
                var odd = Vector256.Create(*(int*)(x + 2)).AsInt16();
                a0 = Accumulate(a0, panel + 0, even, odd);
                a1 = Accumulate(a1, panel + 32, even, odd);
                a2 = Accumulate(a2, panel + 64, even, odd);
                a3 = Accumulate(a3, panel + 96, even, odd);
                a4 = Accumulate(a4, panel + 128, even, odd);
                a5 = Accumulate(a5, panel + 160, even, odd);
                a6 = Accumulate(a6, panel + 192, even, odd);
                a7 = Accumulate(a7, panel + 224, even, odd);
            }

            if (hidden)
                break;
            a0 = Avx2Epilogue.Rescale(a0, panel, 0);
            a1 = Avx2Epilogue.Rescale(a1, panel, 32);
            a2 = Avx2Epilogue.Rescale(a2, panel, 64);
            a3 = Avx2Epilogue.Rescale(a3, panel, 96);
            a4 = Avx2Epilogue.Rescale(a4, panel, 128);
            a5 = Avx2Epilogue.Rescale(a5, panel, 160);
            a6 = Avx2Epilogue.Rescale(a6, panel, 192);
            a7 = Avx2Epilogue.Rescale(a7, panel, 224);
            panel += 2 * Panel.Rows * 4;
        }

        Avx2Epilogue.Store(a0, a1, panel, 0, pre);
        Avx2Epilogue.Store(a2, a3, panel, 64, pre);
        Avx2Epilogue.Store(a4, a5, panel, 128, pre);
        Avx2Epilogue.Store(a6, a7, panel, 192, pre);
        return panel + Panel.Rows * 4;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<int> Accumulate(Vector256<int> acc, byte* weights, Vector256<short> even, Vector256<short> odd)
    {
        var w = Vector256.Load((short*)weights);
        acc = Avx2.Add(acc, Avx2.MultiplyAddAdjacent((w << 8) >> 8, even));
        return Avx2.Add(acc, Avx2.MultiplyAddAdjacent(w >> 8, odd));
    }
}
