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

    readonly AlignedMemory _panels, _window = new(L1Window.Bytes), _x, _h;
    readonly int _blocks, _xTiles, _hTiles;

    public PanelRun(Size size, int blocks)
    {
        _blocks = blocks;
        (_xTiles, _hTiles) = (Panel.Tiles(size.Inputs), Panel.Tiles(size.Units));
        int bytes = Panel.Bytes(_xTiles, _hTiles, TProduct.SumsPerRow);
        _panels = new AlignedMemory(blocks * bytes);
        Weights(_panels.Pointer, blocks * bytes);
        Weights(_window.Pointer, L1Window.Bytes);
        for (int block = 0; block < blocks; block++)
            Constants(_panels.Pointer + block * bytes, bytes);
        _x = Activations(size.Inputs, _xTiles);
        _h = Activations(size.Units, _hTiles);
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Product(int times)
    {
        short* pre = stackalloc short[ChunkBlocks * Panel.Rows];
        byte* zx = _x.Pointer, zh = _h.Pointer;
        for (; times > 0; times--)
        {
            byte* panel = _panels.Pointer;
            for (int left = _blocks; left > 0; left -= ChunkBlocks)
                for (int k = 0; k < Math.Min(left, ChunkBlocks); k++)
                    panel = TProduct.Multiply(panel, zx, _xTiles, zh, _hTiles, pre + k * Panel.Rows);
        }
    }

    public override void Multiplies(int times) => TLoop.Run(_window.Pointer, (long)times * _blocks * (_xTiles + _hTiles));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Stream(int times)
    {
        Vector256<long> a0 = default, a1 = default, a2 = default, a3 = default;
        byte* start = _panels.Pointer, end = start + Bytes; // a multiple of 256
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

        (a0 | a1 | a2 | a3).Store((long*)_window.Pointer); // so that none of it is dead code
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
        NativeMemory.Clear(panel + constants + _xTiles * Panel.TileBytes, (nuint)constants);
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
