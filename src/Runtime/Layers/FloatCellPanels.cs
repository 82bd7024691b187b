using EdgeLstm.Kernels;

namespace EdgeLstm.Layers;

/// <summary>A cell's product in panels of the float scheme, row groups placed as in <see cref="CellPanels"/>.</summary>
sealed unsafe class FloatCellPanels
{
    const int Block = Panel.Rows / 4;

    readonly AlignedMemory _memory;

    /// <param name="product">Groups, rows and columns of what <paramref name="data"/> holds.</param>
    /// <param name="sections">Equal parts of r, each padded to a multiple of sixteen.</param>
    /// <param name="data">bias [rows], W [rows that read x, X], U [rows that read r, R].</param>
    public FloatCellPanels(CellProduct product, int sections, ReadOnlySpan<float> data)
    {
        Blocks = LstmLayer.Padded(product.Units) / Block;
        int section = product.R / sections;
        Columns = product.X + (product.R == 0 ? 0 : sections * LstmLayer.Padded(section));
        _memory = new AlignedMemory((product.Groups * Blocks + 3) / 4 * Panel.Rows * (1 + Columns) * 4);
        var bias = data[..product.Rows];
        var w = data[product.Rows..];
        var u = w[(product.XRows * product.X)..];
        for (int group = 0, row = 0; group < product.Groups; group++)
        {
            for (int unit = 0; unit < product.Units; unit++, row++)
            {
                int place = unit / Block * product.Groups + group;
                float* target = Pointer + place / 4 * Panel.Rows * (1 + Columns) + place % 4 * Block + unit % Block;
                *target = bias[row];
                target += Panel.Rows;
                for (int k = 0; (product.ReadsX >> group & 1) != 0 && k < product.X; k++)
                    target[k * Panel.Rows] = w[k];
                for (int k = 0; (product.ReadsR >> group & 1) != 0 && k < product.R; k++)
                    target[(product.X + k / section * LstmLayer.Padded(section) + k % section) * Panel.Rows] = u[k];
                w = w[((product.ReadsX >> group & 1) * product.X)..];
                u = u[((product.ReadsR >> group & 1) * product.R)..];
            }
        }
    }

    /// <summary>Blocks of sixteen units.</summary>
    public int Blocks { get; }

    /// <summary>Of x, then of r with its sections' padding.</summary>
    public int Columns { get; }

    public float* Pointer => (float*)_memory.Pointer;
}
