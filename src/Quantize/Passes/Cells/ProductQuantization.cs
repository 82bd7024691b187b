using System.Runtime.InteropServices;
using EdgeLstm.Quantize.Passes.Compressing;

namespace EdgeLstm.Quantize.Passes.Cells;

/// <summary>The constants of one product of a cell, as the runtime's CellProduct documents them.</summary>
sealed class ProductQuantization(ActivationScale x, ActivationScale r, Scheme scheme, double[,] moments, bool searchesScales = false,
    int pairSection = 0)
{
    /// <summary>Of a group that is rounded again; one is rare.</summary>
    const int MaxRounds = 64;

    static readonly ActivationScale UnitScale = ActivationScale.Uniform(0, 1);

    readonly Dictionary<(bool, bool), RowQuantization> _rows = [];

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
            int step = form == RowForm.Int8 ? 1 : PackedRows.MaxStep(form), biasShift = 0;
            while (rows.Any(row => Math.Abs(Math.Round((double)row.Constants.Bias / (1 << biasShift))) > short.MaxValue))
                biasShift = biasShift < GroupLimits.MaxBiasShift ? biasShift + 1
                    : throw RowQuantization.Immoderate("a group whose biases no shift holds");
            packed.AddRange(PackedRows.Pack(form,
                [.. rows.Select(row => (row.Constants.Multiplier,
                    (int)Math.Round((double)row.Constants.Bias / (1 << biasShift)) << biasShift, row.Constants.Shift, row.Constants.Step))],
                biasShift));
            packed.AddRange(PackedRows.Pack(form,
            [
                .. rows.SelectMany(row => row.W.Select(w => (sbyte)(row.Constants.Step == 0 ? 0 : w / row.Constants.Step))),
                .. rows.SelectMany(row => row.U).Select(u => (sbyte)(u / step)),
            ]));
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
            var rounding = Rows(!group.W.IsEmpty, !group.U.IsEmpty);
            int inputs = group.W.Length / units, recurrent = group.U.Length / units, first = g * units;
            void Round(GroupLimits limits) => Parallel.For(0, units, k =>
            {
                var q = new sbyte[inputs + recurrent];
                var (w, u) = group.Row(k);
                all[first + k] = (rounding.Row(w, u, group.Bias.Span[k], group.Unit, group.Form(form, k), limits, q), q[..inputs],
                    q[inputs..]);
            });
            if (form is null)
            {
                Round(GroupLimits.None);
                continue;
            }

            int shift = rounding.SharedShift(group, form);
            Round(GroupLimits.None with { Shift = shift });
            var limits = rounding.Limits(form, all[first..(first + units)], shift);
            Round(limits);
            // A row's rounding may take it an octave higher.
            for (int round = 0; Least(first) is var least && least > limits.MinMultiplier; round++)
                Round(limits = round < MaxRounds ? limits with { MinMultiplier = least }
                    : throw RowQuantization.Immoderate("a group whose multipliers no scale holds"));
        }

        return all;

        double Least(int first) => GroupLimits.Least(all.Skip(first).Take(units).Max(row => row.Item1.Multiplier));
    }

    RowQuantization Rows(bool readsX, bool readsR)
    {
        if (!_rows.TryGetValue((readsX, readsR), out var quantization))
            _rows[(readsX, readsR)] = quantization = new(readsX ? x : UnitScale, readsR ? r : UnitScale, scheme, Part(readsX, readsR),
                searchesScales, pairSection);
        return quantization;
    }

    /// <summary>The moments of the columns that are read, and of the ones.</summary>
    double[,] Part(bool readsX, bool readsR)
    {
        int inputs = x.Step.Length, recurrent = r.Step.Length;
        int[] columns = [.. Enumerable.Range(0, readsX ? inputs : 0), .. Enumerable.Range(inputs, readsR ? recurrent : 0),
            inputs + recurrent];
        return ActivationMoments.Part(moments, columns);
    }
}
