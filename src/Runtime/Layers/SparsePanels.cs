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
        int blocks = LstmLayer.Padded(units) / LstmCell.BlockUnits;
        (_panels, _tiles) = (new CellPanels[blocks], new ushort[blocks][]);
        _reads = GC.AllocateArray<Reads>(blocks, pinned: true);
        for (int block = 0; block < blocks; block++)
        {
            var kept = new List<int>();
            for (int column = 0; column < inputs + units; column++)
                if (mask.Keeps(block * LstmCell.BlockUnits, column))
                    kept.Add(column);
            int x = kept.Count(column => column < inputs), first = block * LstmCell.BlockUnits, count = Math.Min(LstmCell.BlockUnits, units - first);
            var product = new CellProduct(LstmCell.Gates, count, x, kept.Count - x, 0b1111, 0b1111);
            var panels = _panels[block] = new CellPanels(product, 1, Part(data, inputs, units, first, count, kept), sums);
            ushort[] tiles = _tiles[block] = GC.AllocateArray<ushort>(Panel.Tiles(x) + Panel.Tiles(kept.Count - x), pinned: true);
            int tile = 0;
            foreach (int column in kept.Select(column => column < inputs ? column : column - inputs))
                if (column % Panel.TileInputs == 0)
                    tiles[tile++] = (ushort)(column / Panel.TileInputs);
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

    /// <summary>The constants of some units' rows, and their weights of some columns.</summary>
    static byte[] Part(ReadOnlySpan<byte> data, int inputs, int units, int first, int count, List<int> columns)
    {
        int rows = LstmCell.Gates * units, at = 0;
        var part = new byte[LstmCell.Gates * count * (9 + columns.Count)];
        Constants(data, 0, sizeof(float));
        Constants(data, 4 * rows, sizeof(int));
        Constants(data, 8 * rows, 1);
        Weights(data[(9 * rows)..], inputs, columns.Where(column => column < inputs));
        Weights(data[(9 * rows + rows * inputs)..], units, columns.Where(column => column >= inputs).Select(column => column - inputs));
        return part;

        void Constants(ReadOnlySpan<byte> from, int start, int size)
        {
            for (int gate = 0; gate < LstmCell.Gates; gate++, at += count * size)
                from.Slice(start + (gate * units + first) * size, count * size).CopyTo(part.AsSpan(at));
        }

        void Weights(ReadOnlySpan<byte> from, int width, IEnumerable<int> kept)
        {
            int[] places = [.. kept];
            for (int gate = 0; gate < LstmCell.Gates; gate++)
                for (int unit = first; unit < first + count; unit++)
                    foreach (int column in places)
                        part[at++] = from[(gate * units + unit) * width + column];
        }
    }

    /// <summary>A panel, and the tiles of x and then of h that it reads.</summary>
    struct Reads
    {
        public byte* Panel;
        public ushort* Tiles;
        public int X, H;
    }
}
