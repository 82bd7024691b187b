using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeLstm.Kernels;

/// <summary>
/// int8 × int8 on AVX2. vpmaddubsw wants an unsigned factor: |x| is it, and x's sign goes to the weights with vpsignb. 2·128·127 = 32,512
/// fits its int16 sums, so nothing saturates. Per 32 products: load + vpsignb, vpmaddubsw, vpmaddwd, vpaddd; two of the four multiply, and two
/// multiplies start per cycle: 32 multiply-accumulates a cycle is the limit.
/// </summary>
readonly unsafe struct PanelInt8Avx2 : IPanelProduct<sbyte>
{
    public static void Arrange(sbyte* source, sbyte* target, int count)
    {
        for (int k = 0; k < count; k += 16)
            Vector128.Load(source + k).Store(target + k);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static byte* Multiply(byte* panel, sbyte* x, int xTiles, sbyte* h, int hTiles, short* pre)
    {
        var a0 = Vector256<int>.Zero; // i, units 0–7
        var a1 = Vector256<int>.Zero; // i, units 8–15
        var a2 = Vector256<int>.Zero; // f
        var a3 = Vector256<int>.Zero;
        var a4 = Vector256<int>.Zero; // g
        var a5 = Vector256<int>.Zero;
        var a6 = Vector256<int>.Zero; // o
        var a7 = Vector256<int>.Zero;
        var ones = Vector256.Create((short)1);

        int tiles = xTiles;
        for (bool hidden = false; ; hidden = true, x = h, tiles = hTiles)
        {
            for (byte* end = panel + tiles * Panel.TileBytes; panel != end; panel += Panel.TileBytes, x += Panel.TileInputs)
            {
                var v = Vector256.Create(*(int*)x).AsSByte();
                var m = Avx2.Abs(v);
                a0 = Avx2.Add(a0, Products(panel + 0, v, m, ones));
                a1 = Avx2.Add(a1, Products(panel + 32, v, m, ones));
                a2 = Avx2.Add(a2, Products(panel + 64, v, m, ones));
                a3 = Avx2.Add(a3, Products(panel + 96, v, m, ones));
                a4 = Avx2.Add(a4, Products(panel + 128, v, m, ones));
                a5 = Avx2.Add(a5, Products(panel + 160, v, m, ones));
                a6 = Avx2.Add(a6, Products(panel + 192, v, m, ones));
                a7 = Avx2.Add(a7, Products(panel + 224, v, m, ones));
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
    static Vector256<int> Products(byte* weights, Vector256<sbyte> x, Vector256<byte> magnitude, Vector256<short> ones) =>
        Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(magnitude, Avx2.Sign(Vector256.Load((sbyte*)weights), x)), ones);
}
