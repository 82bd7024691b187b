using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using EdgeLstm.Gates;
using EdgeLstm.Kernels;

namespace EdgeLstm.Layers;

/// <summary>
/// The product of an LSTM that leaves out blocks of its weights (<see cref="BlockMask"/>). The panel of sixteen units is a product of its own over the tiles that it keeps: a step gathers
/// these side by side, a load and a store each beside the 64 rows that they spare where they are left out, and the kernels stay what they are.
/// </summary>
sealed unsafe class SparsePanels
{
    readonly CellPanels[] _panels; // the two keep alive what _reads points to
    readonly ushort[][] _tiles;
    readonly Reads[] _reads;

    /// <param name="inputs">I.</param>
    /// <param name="units">H.</param>
    /// <param name="data">Of the whole layer, as <see cref="CellProduct"/> says.</param>
    /// <param name="mask">Of it.</param>
    /// <param name="sums">Accumulators a row, see <see cref="IPanelProduct{TActivation}.SumsPerRow"/>.</param>
    public SparsePanels(int inputs, int units, ReadOnlySpan<byte> data, BlockMask mask, int sums)
    {
        int blocks = LstmLayer.Padded(units) / LstmCell.BlockUnits, xTiles = Panel.Tiles(inputs), rowTiles = BlockMask.RowBlocks(inputs, units);
        (_panels, _tiles) = (new CellPanels[blocks], new ushort[blocks][]);
        _reads = GC.AllocateArray<Reads>(blocks, pinned: true);
        for (int block = 0; block < blocks; block++)
        {
            ushort[] tiles = _tiles[block] = GC.AllocateArray<ushort>(rowTiles, pinned: true);
            int[] columns = new int[inputs + units];
            int x = 0, h = 0, read = 0;
            for (int tile = 0; tile < rowTiles; tile++)
            {
                if (!mask.KeepsBlock(block, tile))
                    continue;
                bool isX = tile < xTiles;
                int at = isX ? tile : tile - xTiles, first = at * Panel.TileInputs, end = Math.Min(first + Panel.TileInputs, isX ? inputs : units);
                tiles[read++] = (ushort)at;
                for (int column = first; column < end; column++)
                    columns[x + h + column - first] = column;
                if (isX)
                    x += end - first;
                else
                    h += end - first;
            }

            int unit = block * LstmCell.BlockUnits, count = Math.Min(LstmCell.BlockUnits, units - unit);
            var product = new CellProduct(LstmCell.Gates, count, x, h, 0b1111, 0b1111);
            var panels = _panels[block] = new CellPanels(product, 1, Part(data, inputs, units, unit, product, columns), sums);
            _reads[block] = new() { Panel = panels.Pointer, Tiles = (ushort*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(tiles)), X = panels.XTiles, H = panels.RTiles };
            PairSumsFit &= panels.PairSumsFit;
        }
    }

    /// <summary>Whether all rows are <see cref="PairSums.Fit"/>, over the tiles that meet.</summary>
    public bool PairSumsFit { get; } = true;

    /// <summary>The pre-activations of some panels.</summary>
    /// <param name="panel">The first.</param>
    /// <param name="x">Activations as they are.</param>
    /// <param name="h">Before the step.</param>
    /// <param name="few">Room for the longer of both.</param>
    /// <param name="zx">Room for them arranged.</param>
    /// <param name="zh">Likewise.</param>
    /// <param name="pre">Of the first panel.</param>
    /// <param name="end">Behind those of the last.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public void Multiply<TActivation, TProduct>(int panel, TActivation* x, TActivation* h, TActivation* few, byte* zx, byte* zh, short* pre, short* end)
        where TActivation : unmanaged
        where TProduct : IPanelProduct<TActivation>
    {
        for (; pre != end; pre += Panel.Rows, panel++)
        {
            ref readonly var reads = ref _reads[panel];
            Gather(x, reads.Tiles, reads.X, few);
            TProduct.Arrange(few, reads.X, zx);
            Gather(h, reads.Tiles + reads.X, reads.H, few);
            TProduct.Arrange(few, reads.H, zh);
            TProduct.Multiply(reads.Panel, zx, reads.X, zh, reads.H, pre);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Gather<TActivation>(TActivation* source, ushort* tiles, int count, TActivation* target)
        where TActivation : unmanaged
    {
        for (ushort* end = tiles + count; tiles != end; tiles++, target += Panel.TileInputs)
            if (sizeof(TActivation) == 1)
                *(int*)target = ((int*)source)[*tiles];
            else
                *(long*)target = ((long*)source)[*tiles];
    }

    /// <summary>The constants of some units' rows, and their weights of some columns: of x, then of h.</summary>
    static byte[] Part(ReadOnlySpan<byte> data, int inputs, int units, int unit, CellProduct product, ReadOnlySpan<int> columns)
    {
        int rows = LstmCell.Gates * units;
        var part = new byte[product.Bytes];
        var to = Constants(part, data, sizeof(float), units, unit, product.Units);
        to = Constants(to, data[(4 * rows)..], sizeof(int), units, unit, product.Units);
        to = Constants(to, data[(8 * rows)..], 1, units, unit, product.Units);
        to = Weights(to, data[(9 * rows)..], inputs, units, unit, product.Units, columns[..product.X]);
        Weights(to, data[(9 * rows + rows * inputs)..], units, units, unit, product.Units, columns.Slice(product.X, product.R));
        return part;
    }

    static Span<byte> Constants(Span<byte> to, ReadOnlySpan<byte> from, int size, int units, int unit, int count)
    {
        for (int gate = 0; gate < LstmCell.Gates; gate++, to = to[(count * size)..])
            from.Slice((gate * units + unit) * size, count * size).CopyTo(to);
        return to;
    }

    static Span<byte> Weights(Span<byte> to, ReadOnlySpan<byte> from, int width, int units, int unit, int count, ReadOnlySpan<int> columns)
    {
        for (int gate = 0; gate < LstmCell.Gates; gate++)
            for (int row = gate * units + unit; row < gate * units + unit + count; row++, to = to[columns.Length..])
                for (int k = 0; k < columns.Length; k++)
                    to[k] = from[row * width + columns[k]];
        return to;
    }

    /// <summary>A panel, and the tiles of x and then of h that it reads.</summary>
    struct Reads
    {
        public byte* Panel;
        public ushort* Tiles;
        public int X, H;
    }
}
