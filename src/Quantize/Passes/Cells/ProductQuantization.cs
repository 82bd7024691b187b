using System.Runtime.InteropServices;
using EdgeLstm.Generator.Artifact;

namespace EdgeLstm.Quantize.Passes.Cells;

/// <summary>The constants of one product of a cell, as the runtime's CellProduct documents them.</summary>
sealed class ProductQuantization(ActivationScale x, ActivationScale r, Scheme scheme, double[,] moments, bool searchesScales = false, int pairSection = 0, byte[]? mask = null)
{
    readonly Dictionary<(bool, bool, int), (RowQuantization Rounding, int[] Columns)> rows = [];

    /// <summary>With constants of full width.</summary>
    public byte[] Pack(IReadOnlyList<RowGroup> groups)
    {
        var rows = Quantize(groups, null);
        return
        [
            .. MemoryMarshal.AsBytes(rows.Select(row => row.Constants.Multiplier).ToArray().AsSpan()),
            .. MemoryMarshal.AsBytes(rows.Select(row => row.Constants.Bias).ToArray().AsSpan()), .. rows.Select(row => row.Constants.Shift),
            .. rows.SelectMany(row => row.W).Select(w => (byte)w), .. rows.SelectMany(row => row.U).Select(u => (byte)u),
        ];
    }

    /// <summary>As <see cref="PackedRows"/>, each group in the form that <paramref name="forms"/> says.</summary>
    public byte[] Pack(IReadOnlyList<RowGroup> groups, IReadOnlyList<CompressedForm> forms)
    {
        var all = Quantize(groups, forms);
        int units = groups[0].Bias.Length;
        var packed = new List<byte>();
        for (int g = 0; g < groups.Count; g++)
        {
            var (form, rows) = (forms[g].Form, all.AsSpan(g * units, units).ToArray());
            int step = form == RowForm.Int8 ? 1 : PackedRows.LargestStep(form), biasShift = 0;
            while (rows.Any(row => Math.Abs(Math.Round((double)row.Constants.Bias / (1 << biasShift))) > short.MaxValue))
                biasShift++;
            packed.AddRange(PackedRows.Pack(form,
                [.. rows.Select(row => (row.Constants.Multiplier, (int)Math.Round((double)row.Constants.Bias / (1 << biasShift)) << biasShift, row.Constants.Shift, row.Constants.Step))],
                biasShift));
            var levels = new List<sbyte>();
            var blocks = new BlockMask(mask, x.Step.Length, r.Step.Length);
            for (int k = 0; k < units; k++)
                for (int column = 0; column < rows[k].W.Length; column++)
                    if (blocks.Keeps(k, column))
                        levels.Add((sbyte)(rows[k].Constants.Step == 0 ? 0 : rows[k].W[column] / rows[k].Constants.Step));
            for (int k = 0; k < units; k++)
                for (int column = 0; column < rows[k].U.Length; column++)
                    if (blocks.Keeps(k, x.Step.Length + column))
                        levels.Add((sbyte)(rows[k].U[column] / step));
            packed.AddRange(PackedRows.Pack(form, CollectionsMarshal.AsSpan(levels)));
        }

        return [.. packed];
    }

    (QuantizedRow Constants, sbyte[] W, sbyte[] U)[] Quantize(IReadOnlyList<RowGroup> groups, IReadOnlyList<CompressedForm>? forms)
    {
        int units = groups[0].Bias.Length;
        var all = new (QuantizedRow, sbyte[], sbyte[])[groups.Count * units];
        for (int g = 0; g < groups.Count; g++)
        {
            var (group, form) = (groups[g], forms?[g]);
            int inputs = group.W.Length / units, recurrent = group.U.Length / units, first = g * units;
            var blocks = Enumerable.Range(0, mask is null ? 1 : (units + BlockMask.Units - 1) / BlockMask.Units).Select(block => Rows(!group.W.IsEmpty, !group.U.IsEmpty, block)).ToArray();
            void Round(GroupLimits limits) => Parallel.For(0, units, k =>
            {
                var (rounding, columns) = blocks[mask is null ? 0 : k / BlockMask.Units];
                float[] weights = [.. group.W.Span.Slice(k * inputs, inputs), .. group.U.Span.Slice(k * recurrent, recurrent)], read = Array.ConvertAll(columns, column => weights[column]);
                sbyte[] few = new sbyte[columns.Length], q = new sbyte[inputs + recurrent];
                int split = columns.Count(column => column < inputs);
                var constants = rounding.Row(read.AsSpan(0, split), read.AsSpan(split), group.Bias.Span[k], group.Unit, form, limits, few);
                for (int at = 0; at < columns.Length; at++)
                    q[columns[at]] = few[at];
                all[first + k] = (constants, q[..inputs], q[inputs..]);
            });
            Round(GroupLimits.None);
            if (form is not null)
                Round(GroupLimits.Of(all.Skip(first).Take(units).Select(row => row.Item1)));
        }

        return all;
    }

    /// <summary>For rows that read x, r or both, of what sixteen units keep; and the columns of [x, r], or of the one, that they have.</summary>
    (RowQuantization Rounding, int[] Columns) Rows(bool readsX, bool readsR, int block)
    {
        if (rows.TryGetValue((readsX, readsR, block), out var found))
            return found;
        int inputs = x.Step.Length, before = readsX ? 0 : inputs;
        var kept = new List<int>();
        var blocks = new BlockMask(mask, inputs, r.Step.Length);
        for (int column = before; column < (readsR ? inputs + r.Step.Length : inputs); column++)
            if (blocks.Keeps(block * BlockMask.Units, column))
                kept.Add(column);
        int[] xs = [.. kept.Where(column => column < inputs)], rs = [.. kept.Where(column => column >= inputs).Select(column => column - inputs)];
        var rounding = new RowQuantization(Part(x, xs), Part(r, rs), scheme, Moments([.. kept, inputs + r.Step.Length]), searchesScales, mask is null ? pairSection : Math.Min(pairSection, rs.Length));
        return rows[(readsX, readsR, block)] = (rounding, [.. kept.Select(column => column - before)]);
    }

    static ActivationScale Part(ActivationScale scale, int[] columns) =>
        new([.. columns.Select(column => scale.Centre[column])], [.. columns.Select(column => scale.Step[column])]);

    /// <summary>Those of some columns, the ones among them.</summary>
    double[,] Moments(int[] columns)
    {
        var part = new double[columns.Length, columns.Length];
        for (int i = 0; i < columns.Length; i++)
            for (int j = 0; j < columns.Length; j++)
                part[i, j] = moments[columns[i], columns[j]];
        return part;
    }
}
