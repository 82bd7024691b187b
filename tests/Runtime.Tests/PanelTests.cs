using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using EdgeLstm.Kernels;

namespace EdgeLstm.Runtime.Tests;

/// <summary>
/// The panels of instruction sets that this processor need not have: their instructions in plain C#, all else as it ships.
/// </summary>
public unsafe class PanelTests
{
    [Fact]
    public void The_AVX_VNNI_and_AVX_512_panels_equal_the_scalar_definition_with_plain_instructions()
    {
        if (!Ssse3.IsSupported)
            return; // they arrange activations with SSE
        var random = new Random(1);
        for (int xTiles = 1; xTiles < 18; xTiles += 3)
        {
            for (int hTiles = 1; hTiles < 18; hTiles += 2)
            {
                byte[] panel = RandomPanel(random, xTiles, hTiles);
                short[] x16 = RandomLayer.Activations(random, 80, 16384, -16384), h16 = RandomLayer.Activations(random, 80, 16384, -16384);
                sbyte[] x8 = Array.ConvertAll(RandomLayer.Activations(random, 80, 127, -128), v => (sbyte)v),
                    h8 = Array.ConvertAll(RandomLayer.Activations(random, 80, 127, -128), v => (sbyte)v);
                short[] narrow = Run<sbyte, PanelScalar<sbyte>>(panel, x8, xTiles, h8, hTiles), wide = Run<short,
                    PanelScalar<short>>(panel, x16, xTiles, h16, hTiles);
                Assert.Equal(narrow, Run<sbyte, PanelInt8Avx2<PlainProducts>>(panel, x8, xTiles, h8, hTiles));
                Assert.Equal(narrow, Run<sbyte, PanelInt8Avx512<PlainProducts>>(panel, x8, xTiles, h8, hTiles));
                Assert.Equal(wide, Run<short, PanelInt16Avx2<PlainProducts>>(panel, x16, xTiles, h16, hTiles));
                Assert.Equal(wide, Run<short, PanelInt16Avx512<PlainProducts>>(panel, x16, xTiles, h16, hTiles));
            }
        }
    }

    static short[] Run<TActivation, TPanel>(byte[] panel, TActivation[] x, int xTiles, TActivation[] h, int hTiles)
        where TActivation : unmanaged
        where TPanel : IPanelProduct<TActivation>
    {
        var pre = new short[Panel.Rows];
        byte[] zx = new byte[TPanel.ArrangedBytes(x.Length)], zh = new byte[TPanel.ArrangedBytes(h.Length)];
        fixed (byte* p = panel, px = zx, ph = zh)
        fixed (TActivation* sx = x, sh = h)
        fixed (short* to = pre)
        {
            TPanel.Arrange(sx, xTiles, px);
            TPanel.Arrange(sh, hTiles, ph);
            Assert.Equal(panel.Length, TPanel.Multiply(p, px, xTiles, ph, hTiles, to) - p);
        }

        return pre;
    }

    /// <summary>Biases within ±10,000, shifts of 0 to 3, multipliers that saturate some rows.</summary>
    static byte[] RandomPanel(Random random, int xTiles, int hTiles)
    {
        var panel = new byte[Panel.Bytes(xTiles, hTiles, 1)];
        int shift = Panel.ConstantBytes + xTiles * Panel.TileBytes, multiplier = panel.Length - Panel.ConstantBytes;
        RandomLayer.Weights(random, panel.AsSpan(Panel.ConstantBytes, xTiles * Panel.TileBytes));
        RandomLayer.Weights(random, panel.AsSpan(shift + Panel.ConstantBytes, hTiles * Panel.TileBytes));
        for (int row = 0; row < Panel.Rows; row++)
        {
            BitConverter.TryWriteBytes(panel.AsSpan(4 * row), random.Next(-10_000, 10_001));
            BitConverter.TryWriteBytes(panel.AsSpan(shift + 4 * row), random.Next(4));
            BitConverter.TryWriteBytes(panel.AsSpan(multiplier + 4 * row), MathF.Pow(2, -random.Next(2, 12)) * (1 + random.NextSingle()));
        }

        return panel;
    }

    readonly struct PlainProducts : IAvx2Products, IAvx512Operations
    {
        public static Vector256<int> Add(Vector256<int> sum, Vector256<byte> u, Vector256<sbyte> w) =>
            sum + Vector256.Create([.. Enumerable.Range(0, 8).Select(lane => Enumerable.Range(4 * lane, 4).Sum(k => u[k] * w[k]))]);

        public static Vector256<int> AddTwo(Vector256<int> sum, Vector256<byte> u0, Vector256<sbyte> w0, Vector256<byte> u1,
            Vector256<sbyte> w1) =>
            Add(Add(sum, u0, w0), u1, w1);

        public static Vector256<int> Add(Vector256<int> sum, Vector256<short> a, Vector256<short> b) =>
            sum + Vector256.Create([.. Enumerable.Range(0, 8).Select(lane => Enumerable.Range(2 * lane, 2).Sum(k => a[k] * b[k]))]);

        public static Vector512<int> Add(Vector512<int> sum, Vector512<byte> u, Vector512<sbyte> w) =>
            Vector512.Create(Add(sum.GetLower(), u.GetLower(), w.GetLower()), Add(sum.GetUpper(), u.GetUpper(), w.GetUpper()));

        public static Vector512<int> AddTwo(Vector512<int> sum, Vector512<byte> u0, Vector512<sbyte> w0, Vector512<byte> u1,
            Vector512<sbyte> w1) =>
            Add(Add(sum, u0, w0), u1, w1);

        public static Vector512<int> Add(Vector512<int> sum, Vector512<short> a, Vector512<short> b) =>
            Vector512.Create(Add(sum.GetLower(), a.GetLower(), b.GetLower()), Add(sum.GetUpper(), a.GetUpper(), b.GetUpper()));

        public static Vector512<int> ShiftLeft(Vector512<int> value, Vector512<uint> count) =>
            Vector512.Create([.. Enumerable.Range(0, 16).Select(k => value[k] << (int)count[k])]);

        public static Vector256<short> Round(Vector512<int> sum, Vector512<float> factor) =>
            Vector256.Create([.. Enumerable.Range(0, 16)
                .Select(k => (short)Math.Clamp(MathF.Round(sum[k] * factor[k]), short.MinValue, short.MaxValue))]);
    }
}
