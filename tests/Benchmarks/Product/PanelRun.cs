using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using EdgeLstm.Benchmarks.Models;
using EdgeLstm.Kernels;

namespace EdgeLstm.Benchmarks.Product;

/// <inheritdoc cref="ProductRun"/>
sealed unsafe class PanelRun<TActivation, TProduct, TLoop> : ProductRun
    where TActivation : unmanaged
    where TProduct : IPanelProduct<TActivation>
    where TLoop : IMultiplyLoop
{
    const int ChunkBlocks = 4; // as in LstmLayer's step

    readonly AlignedMemory panels, window = new(L1Window.Bytes), x, h;
    readonly int blocks, xTiles, hTiles;

    public PanelRun(Size size, int blocks)
    {
        this.blocks = blocks;
        (xTiles, hTiles) = (Panel.Tiles(size.Inputs), Panel.Tiles(size.Units));
        int bytes = Panel.Bytes(xTiles, hTiles, TProduct.SumsPerRow);
        panels = new AlignedMemory(blocks * bytes);
        Weights(panels.Pointer, blocks * bytes);
        Weights(window.Pointer, L1Window.Bytes);
        for (int block = 0; block < blocks; block++)
            Constants(panels.Pointer + block * bytes, bytes);
        x = Activations(size.Inputs, xTiles);
        h = Activations(size.Units, hTiles);
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Product(int times)
    {
        short* pre = stackalloc short[ChunkBlocks * Panel.Rows];
        byte* zx = x.Pointer, zh = h.Pointer;
        for (; times > 0; times--)
        {
            byte* panel = panels.Pointer;
            for (int left = blocks; left > 0; left -= ChunkBlocks)
                for (int k = 0; k < Math.Min(left, ChunkBlocks); k++)
                    panel = TProduct.Multiply(panel, zx, xTiles, zh, hTiles, pre + k * Panel.Rows);
        }
    }

    public override void Multiplies(int times) => TLoop.Run(window.Pointer, (long)times * blocks * (xTiles + hTiles));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Stream(int times)
    {
        Vector256<long> a0 = default, a1 = default, a2 = default, a3 = default;
        byte* start = panels.Pointer, end = start + Bytes; // a multiple of 256
        for (; times > 0; times--)
        {
            for (byte* p = start; p != end; p += 256)
            {
                a0 |= Vector256.Load((long*)p) | Vector256.Load((long*)(p + 32));
                a1 |= Vector256.Load((long*)(p + 64)) | Vector256.Load((long*)(p + 96));
                a2 |= Vector256.Load((long*)(p + 128)) | Vector256.Load((long*)(p + 160));
                a3 |= Vector256.Load((long*)(p + 192)) | Vector256.Load((long*)(p + 224));
            }
        }

        (a0 | a1 | a2 | a3).Store((long*)window.Pointer); // so that none of it is dead code
    }

    static void Weights(byte* target, int bytes)
    {
        var random = new Random(4);
        for (int k = 0; k < bytes; k++)
            target[k] = (byte)(sbyte)random.Next(-127, 128);
    }

    /// <summary>Biases and shifts of 0, and multipliers that leave sums in the int16 range.</summary>
    void Constants(byte* panel, int bytes)
    {
        int constants = TProduct.SumsPerRow * Panel.ConstantBytes;
        NativeMemory.Clear(panel, (nuint)constants);
        NativeMemory.Clear(panel + constants + xTiles * Panel.TileBytes, (nuint)constants);
        new Span<float>(panel + bytes - Panel.ConstantBytes, Panel.Rows).Fill(1f / 65536);
    }

    static AlignedMemory Activations(int count, int tiles)
    {
        int padded = (count + 15) & ~15;
        var random = new Random(5);
        var source = new AlignedMemory(padded * sizeof(TActivation));
        for (int k = 0; k < padded; k++)
        {
            if (sizeof(TActivation) == 1)
                ((sbyte*)source.Pointer)[k] = (sbyte)random.Next(-127, 128);
            else
                ((short*)source.Pointer)[k] = (short)random.Next(-16384, 16385);
        }

        var arranged = new AlignedMemory(TProduct.ArrangedBytes(padded));
        TProduct.Arrange((TActivation*)source.Pointer, tiles, arranged.Pointer);
        GC.KeepAlive(source);
        return arranged;
    }
}
