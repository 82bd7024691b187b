using System.Runtime.InteropServices;
using EdgeLstm.Generator.Model.Layers;

namespace EdgeLstm.Generator.Tests.Models;

sealed partial class ModelBuilder
{
    public ModelBuilder Compressed(int units, RowForm gates, RowForm candidate, int rank = 0, bool initialState = false, bool binaryGates = false, bool sparse = false, bool flipMask = false, int columnsBesideRank = 0) => Set(() =>
    {
        var header = Header("lstm", null, units);
        var (cellBits, hiddenScale) = scheme == Scheme.Int8 ? (11, 127) : (12, 16384);
        RowForm[] forms = [gates, gates, candidate, candidate];
        var mask = new byte[sparse ? ColumnMask.Bytes(header.Inputs, units) : 0];
        for (int column = 0; sparse && column < header.Inputs + units; column++)
            mask[column / 8] |= (byte)(_random.Next(2) << column % 8);
        int x = sparse ? ColumnMask.Count(mask, 0, header.Inputs) : header.Inputs, r = sparse ? ColumnMask.Count(mask, header.Inputs, units) : units, columns = sparse ? x + r : 0;
        if (flipMask)
            mask[0] ^= 1;
        _layers.Add(new ArtifactCompressedLstm(header, false, hiddenScale, cellBits, rank, forms)
        {
            BinaryGates = binaryGates,
            Columns = columns + columnsBesideRank,
            Data = rank == 0
                ? [.. mask, .. forms.SelectMany(form => Group(form, units, x, r))]
                : [.. Group(RowForm.Int8, rank, header.Inputs, units), .. forms.SelectMany(form => Group(form, units, rank, 0))],
            Initial = initialState ? Initial(units) : [],
        });
    });

    /// <summary>Rows whose steps, shifts and levels are anything that their form can have.</summary>
    byte[] Group(RowForm form, int units, int x, int r)
    {
        var multipliers = MemoryMarshal.Cast<byte, uint>(Multipliers(units, x + r)).ToArray();
        var biases = MemoryMarshal.Cast<byte, int>(Biases(units)).ToArray();
        byte shift = (byte)_random.Next(3);
        int level = PackedRows.MaxLevel(form);
        var rows = Enumerable.Range(0, units).Select(k => (
            BitConverter.UInt32BitsToSingle(multipliers[k] & 0xfffe0000), biases[k] >> 5 << 5,
            form == RowForm.Int8 ? (byte)_random.Next(3) : shift, (byte)_random.Next(1, PackedRows.MaxStep(form) + 1))).ToList();
        sbyte[] levels = [.. Enumerable.Range(0, units * (x + r)).Select(_ => (sbyte)_random.Next(-level, level + 1))];
        return [.. PackedRows.Pack(form, rows, 5), .. PackedRows.Pack(form, levels)];
    }
}
