using System.Runtime.InteropServices;
using EdgeLstm.Generator.Artifact;

namespace EdgeLstm.Quantize.Passes.Cells;

/// <summary>The constants of one product of a cell, as the runtime's CellProduct documents them.</summary>
sealed class ProductQuantization(ActivationScale x, ActivationScale r, Scheme scheme, double[,] moments)
{
    static readonly ActivationScale Nothing = ActivationScale.Uniform(0, 1);

    readonly Dictionary<(bool, bool), RowQuantization> rows = [];

    public byte[] Pack(IReadOnlyList<RowGroup> groups)
    {
        int units = groups[0].Bias.Length, count = groups.Count * units;
        var (multiplier, bias, shift) = (new float[count], new int[count], new byte[count]);
        var (w, u) = (new sbyte[count][], new sbyte[count][]);
        for (int g = 0; g < groups.Count; g++)
        {
            var group = groups[g];
            var rounding = Rows(!group.W.IsEmpty, !group.U.IsEmpty);
            int inputs = group.W.Length / units, recurrent = group.U.Length / units, first = g * units;
            Parallel.For(0, units, k =>
            {
                var q = new sbyte[inputs + recurrent];
                (multiplier[first + k], bias[first + k], shift[first + k]) = rounding.Row(
                    group.W.Span.Slice(k * inputs, inputs), group.U.Span.Slice(k * recurrent, recurrent), group.Bias.Span[k], group.Unit, q);
                (w[first + k], u[first + k]) = (q[..inputs], q[inputs..]);
            });
        }

        return
        [
            .. MemoryMarshal.AsBytes(multiplier.AsSpan()), .. MemoryMarshal.AsBytes(bias.AsSpan()), .. shift,
            .. MemoryMarshal.AsBytes(w.SelectMany(row => row).ToArray().AsSpan()), .. MemoryMarshal.AsBytes(u.SelectMany(row => row).ToArray().AsSpan()),
        ];
    }

    RowQuantization Rows(bool readsX, bool readsR)
    {
        if (!rows.TryGetValue((readsX, readsR), out var quantization))
            rows[(readsX, readsR)] = quantization = new(readsX ? x : Nothing, readsR ? r : Nothing, scheme, Part(readsX, readsR));
        return quantization;
    }

    /// <summary>The moments of the columns that are read, and of the ones.</summary>
    double[,] Part(bool readsX, bool readsR)
    {
        int inputs = x.Step.Length, recurrent = r.Step.Length;
        int[] columns = [.. Enumerable.Range(0, readsX ? inputs : 0), .. Enumerable.Range(inputs, readsR ? recurrent : 0), inputs + recurrent];
        var part = new double[columns.Length, columns.Length];
        for (int i = 0; i < columns.Length; i++)
            for (int j = 0; j < columns.Length; j++)
                part[i, j] = moments[columns[i], columns[j]];
        return part;
    }
}
