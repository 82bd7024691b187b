using System.Buffers.Binary;
using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Passes.Compressing.Tuning;

/// <summary>The values that the weights of an integer layer's rows may have, and those that rounding chose: in the network's own units.</summary>
/// <param name="Most">[4·H] the largest level; 0: a row of int8, whose values are near enough.</param>
/// <param name="W">[4·H][I] what a level counts.</param>
/// <param name="U">[4·H].</param>
/// <param name="Start">[4·H][I + H] the weights that were chosen, multiples of those.</param>
/// <param name="First">The first input that the gates read.</param>
sealed record LevelGrid(int[] Most, double[][] W, double[] U, double[][] Start, int First)
{
    const int HeaderBytes = 2; // of a group, before its rows' scales, whose lower six bits are the step

    public LevelSteps Steps => new([.. W.Select(row => row.Length > First ? row[First] : 0)], U);

    /// <summary>Null where no row has levels.</summary>
    public static LevelGrid? Of(ModelArtifact model, int index)
    {
        if (model.Layers[index] is not ArtifactCompressedLstm { Rank: 0 } layer || layer.Forms.All(form => form == RowForm.Int8))
            return null;
        int inputs = layer.Inputs, units = layer.Outputs, rows = 4 * units;
        byte[] plain = layer.Unpacked;
        double[] perUnit = EffectiveWeights.UnitsOf(model, layer.Source);
        var (most, w, u) = (new int[rows], new double[rows][], new double[rows]);
        long group = PackedRows.MaskBytes(inputs, units, layer.Columns);
        for (int row = 0; row < rows; row++)
        {
            var form = layer.Forms[row / units];
            w[row] = new double[inputs];
            if (form != RowForm.Int8)
            {
                double multiplier = BinaryPrimitives.ReadSingleLittleEndian(plain.AsSpan(4 * row)) / EffectiveWeights.Unit(layer, row / units);
                int step = BinaryPrimitives.ReadUInt16LittleEndian(layer.Data.AsSpan((int)group + HeaderBytes + 2 * (row % units))) & 63, shift = plain[8 * rows + row];
                most[row] = PackedRows.MaxLevel(form);
                u[row] = multiplier * PackedRows.MaxStep(form) * layer.HiddenScale;
                for (int k = 0; k < inputs; k++)
                    w[row][k] = multiplier * (step << shift) * perUnit[k];
            }

            if (row % units == units - 1)
                group += PackedRows.Bytes(form, units, layer.Columns == 0 ? inputs + units : layer.Columns, 0);
        }

        int first = 0;
        while (layer.Columns != 0 && first < inputs && !ColumnMask.Keeps(layer.Data, first))
            first++;
        return new(most, w, u, EffectiveWeights.Of(model, index), first);
    }
}
