using System.Runtime.InteropServices;
using EdgeLstm.Kernels;

namespace EdgeLstm.Layers;

/// <summary>
/// A cell's product in panels (see <see cref="IPanelProduct{TActivation}"/>): the groups of a block of sixteen units follow one another,
/// then those of the next block, and four of them make a panel whatever the cell: an LSTM's panel is a block, two Elman blocks of a GRU's
/// gates share one. What no group fills stays zero.
/// </summary>
sealed unsafe class CellPanels
{
    readonly AlignedMemory _memory;
    readonly CellProduct _product;
    readonly int _section, _xTiles, _rTiles;

    /// <param name="product">Groups, rows and columns of what <paramref name="data"/> holds.</param>
    /// <param name="sections">Equal parts of r, each padded to a multiple of sixteen.</param>
    /// <param name="data">As <see cref="CellProduct"/> says.</param>
    /// <param name="sums">Accumulators a row, see <see cref="IPanelProduct{TActivation}.SumsPerRow"/>.</param>
    /// <param name="takesLevels">Halves of the panels in which all rows are <see cref="LevelSums.Fit"/> hold levels. Of an LSTM, whose
    /// groups all read x and r.</param>
    public CellPanels(CellProduct product, int sections, ReadOnlySpan<byte> data, int sums, bool takesLevels = false)
    {
        _product = product;
        _section = product.R / sections;
        _xTiles = Panel.Tiles(product.X);
        _rTiles = Panel.Tiles(LstmLayer.Padded(_section) * (sections - 1) + _section);
        Blocks = LstmLayer.Padded(product.Units) / Block;
        _memory = new AlignedMemory((product.Groups * Blocks + 3) / 4 * Panel.Bytes(_xTiles, _rTiles, sums));
        Pack(data, sums, takesLevels);
    }

    const int Block = Panel.Rows / 4;

    /// <summary>Blocks of sixteen units.</summary>
    public int Blocks { get; }

    public int XTiles => _xTiles;

    public int RTiles => _rTiles;

    public byte* Pointer => _memory.Pointer;

    /// <summary>Whether all rows are <see cref="Kernels.PairSums.Fit"/>.</summary>
    public bool PairSumsFit { get; private set; } = true;

    /// <summary>Whether one or both halves of the panels have <see cref="LevelSums"/>.</summary>
    public bool HasLevels { get; private set; }

    void Pack(ReadOnlySpan<byte> data, int sums, bool takesLevels)
    {
        int rows = _product.Rows;
        var multiplier = MemoryMarshal.Cast<byte, float>(data[..(4 * rows)]);
        var bias = MemoryMarshal.Cast<byte, int>(data.Slice(4 * rows, 4 * rows));
        var shift = data.Slice(8 * rows, rows);
        var w = MemoryMarshal.Cast<byte, sbyte>(data[(9 * rows)..]);
        var u = w[(_product.XRows * _product.X)..];
        bool[] levels = [takesLevels && LevelsFit(w, u, shift, 0), takesLevels && LevelsFit(w, u, shift, 2)];
        HasLevels = levels[0] || levels[1];
        for (int group = 0, row = 0; group < _product.Groups; group++)
        {
            for (int unit = 0; unit < _product.Units; unit++, row++)
            {
                int place = unit / Block * _product.Groups + group; // of this block's group among all
                int panelRow = place % 4 * Block + unit % Block;
                byte* at = _memory.Pointer + place / 4 * Panel.Bytes(_xTiles, _rTiles, sums);
                byte* shifts = at + sums * Panel.ConstantBytes + _xTiles * Panel.TileBytes;
                int stepOfW = 1, stepOfU = 1;
                if (levels[place % 4 / 2])
                {
                    (stepOfW, stepOfU) = LevelSums.PackConstants(
                        (int*)at, (int*)shifts, panelRow, sums, bias[row], shift[row], w[.._product.X], u[.._product.R]);
                }
                else
                {
                    Panel.PackConstant((int*)at, panelRow, sums, bias[row], 0);
                    Panel.PackConstant((int*)shifts, panelRow, sums, shift[row], shift[row]);
                }

                at += sums * Panel.ConstantBytes;
                if ((_product.ReadsX >> group & 1) != 0)
                    w = PackRow(at, panelRow, w, _product.X, _product.X, stepOfW);
                at = shifts + sums * Panel.ConstantBytes;
                if ((_product.ReadsR >> group & 1) != 0)
                    u = PackRow(at, panelRow, u, _product.R, _section, stepOfU);
                at += _rTiles * Panel.TileBytes;
                ((float*)at)[panelRow] = multiplier[row];
            }
        }
    }

    /// <summary>Whether all rows of two groups fit <see cref="LevelSums"/>.</summary>
    bool LevelsFit(ReadOnlySpan<sbyte> w, ReadOnlySpan<sbyte> u, ReadOnlySpan<byte> shift, int group)
    {
        for (int row = group * _product.Units; row < (group + 2) * _product.Units; row++)
            if (!LevelSums.Fit(w.Slice(row * _product.X, _product.X), u.Slice(row * _product.R, _product.R), shift[row]))
                return false;
        return true;
    }

    /// <summary>One row of <paramref name="count"/> weights in sections, divided by its step; returns what follows it.</summary>
    ReadOnlySpan<sbyte> PackRow(byte* tiles, int panelRow, ReadOnlySpan<sbyte> weights, int count, int section, int step)
    {
        PairSumsFit &= PairSums.Fit(weights[..count], section);
        for (int k = 0; k < count; k++)
        {
            int column = k / section * LstmLayer.Padded(section) + k % section;
            tiles[column / Panel.TileInputs * Panel.TileBytes + panelRow * Panel.TileInputs + column % Panel.TileInputs] =
                (byte)(weights[k] / step);
        }

        return weights[count..];
    }
}
