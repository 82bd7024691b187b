using System.Runtime.InteropServices;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Passes.Cells;
using EdgeLstm.Quantize.Passes.Compressing;
using MathNet.Numerics.LinearAlgebra;

namespace EdgeLstm.Quantize.Passes;

/// <summary>The constants of one integer LSTM layer, as EdgeLstm.Layers.LstmLayer documents them.</summary>
sealed class LstmQuantization(RecurrentLayer layer, ActivationScale input, int hiddenScale, Scheme scheme, double[,] moments)
{
    readonly ActivationScale _hidden = ActivationScale.Uniform(layer.HiddenSize, 1.0 / hiddenScale);

    /// <summary>Fraction bits so that 1.25 times the greatest cell state seen still fits the int16.</summary>
    public static int CellBits(double maxCell)
    {
        int bits = 13;
        while (bits > 8 && 1.25 * maxCell >= 1 << (15 - bits))
            bits--;
        return bits;
    }

    /// <summary>int8 spends its 127 units on the hidden range seen, 5 % more in reserve; int16 has units to spare.</summary>
    public static int HiddenScale(Scheme scheme, double maxHidden) =>
        scheme == Scheme.Int8 ? (int)Math.Clamp(127 / (1.05 * maxHidden + 1e-3), 127, 4096) : 16384;

    public static byte[] InitialState(RecurrentLayer layer, Scheme scheme, int cellBits, int hiddenScale)
    {
        if (layer.InitialH.All(v => v == 0) && layer.InitialC.All(v => v == 0))
            return [];
        int limit = scheme == Scheme.Int8 ? 127 : 16384;
        var h = layer.InitialH.Select(v => (short)Math.Clamp(Math.Round(v * hiddenScale), -limit, limit)).ToArray();
        var c = layer.InitialC.Select(v => (short)Math.Clamp(Math.Round(v * (1 << cellBits)), short.MinValue, short.MaxValue)).ToArray();
        byte[] hidden = scheme == Scheme.Int8 ? [.. h.Select(v => (byte)(sbyte)v)] : MemoryMarshal.AsBytes(h.AsSpan()).ToArray();
        return [.. hidden, .. MemoryMarshal.AsBytes(c.AsSpan())];
    }

    /// <remarks>A binary gate jumps, so that noise of its sums counts more. Where gates are soft, the search made the third-party RUL
    /// model's outputs worse (RMSE 0.23 instead of 0.16).</remarks>
    public byte[] Pack() => new ProductQuantization(input, _hidden, scheme, moments, searchesScales: IsBinary,
        pairSection: layer.HiddenSize).Pack(Gates(layer.W, layer.U, layer.Bias));

    /// <summary>As <see cref="PackedRows"/> has it.</summary>
    /// <param name="forms">[4], of the rows of i, f, g and o.</param>
    /// <param name="maxFactor">[K] the greatest |t| seen, where the layer is of low rank.</param>
    public byte[] Pack(IReadOnlyList<CompressedForm> forms, double[] maxFactor)
    {
        // levels times their step are too large, and the runtime asks the whole layer
        int pairs = forms.All(form => form.Form == RowForm.Int8) ? layer.HiddenSize : 0;
        if (layer.Mask is { } mask)
            return [.. mask, .. Read(mask, pairs > 0)
                .Pack(WithLevels(Gates(Columns(layer.W, mask, 0, layer.Inputs), Columns(layer.U, mask, layer.Inputs, layer.HiddenSize),
                layer.Bias)), forms)];
        if (layer.Factors is not { } factors)
            return new ProductQuantization(input, _hidden, scheme, moments).Pack(WithLevels(Gates(layer.W, layer.U, layer.Bias)), forms);

        // Each t is scaled to what was seen of it: int8 with 5 % in reserve, int16 with as much again.
        int rank = factors.Rank, columns = layer.Inputs + layer.HiddenSize;
        double unit = scheme == Scheme.Int8 ? 127 / 1.05 : 8192;
        var max = Array.ConvertAll(maxFactor, v => Math.Max(v, 1e-6));
        var p = new double[rank, columns + 1]; // the offset last
        for (int k = 0; k < rank; k++)
            for (int c = 0; c <= columns; c++)
                p[k, c] = (c < columns ? factors.P[k * columns + c] : factors.Offset[k]) / max[k];
        var projection = new RowGroup(Part(p, 0, layer.Inputs), Part(p, layer.Inputs, layer.HiddenSize), Part(p, columns, 1), unit);
        float[] b = [.. factors.B.Select((v, k) => (float)(v * max[k % rank]))];
        var t = ActivationScale.Uniform(rank, 1 / unit);
        return
        [
            .. new ProductQuantization(input, _hidden, scheme, moments, pairSection: pairs).Pack([projection], [CompressedForm.Int8]),
            .. new ProductQuantization(t, ActivationScale.Uniform(0, 1), scheme, Moments(p), pairSection: pairs)
            .Pack(Gates(b, [], factors.Bias), forms),
        ];
    }

    /// <summary>The product over the columns that are read.</summary>
    ProductQuantization Read(byte[] mask, bool inPairs)
    {
        int[] columns = [.. Enumerable.Range(0, layer.Inputs + layer.HiddenSize).Where(column => ColumnMask.Keeps(mask, column)),
            layer.Inputs + layer.HiddenSize];
        int x = columns.Count(column => column < layer.Inputs);
        var read = new ActivationScale([.. columns.Take(x).Select(column => input.Centre[column])],
            [.. columns.Take(x).Select(column => input.Step[column])]);
        return new(read, ActivationScale.Uniform(columns.Length - 1 - x, 1.0 / hiddenScale), scheme,
            ActivationMoments.Part(moments, columns), pairSection: inPairs ? columns.Length - 1 - x : 0);
    }

    /// <summary>A matrix without the columns that are not read; the first of it is <paramref name="first"/> of [x, h].</summary>
    static float[] Columns(float[] matrix, byte[] mask, int first, int width) =>
        [.. matrix.Where((_, k) => ColumnMask.Keeps(mask, first + k % width))];

    bool IsBinary => ((LstmCell)layer.Cell).IsBinary;

    /// <summary>
    /// Gates i, f and o want x/2 in Q13, g wants x: a sigmoid is a tanh of half its argument. Of a binary gate only the sign matters, and
    /// rounding to 0 would lose it.
    /// </summary>
    List<RowGroup> Gates(float[] w, float[] u, float[] bias)
    {
        int h = layer.HiddenSize, x = w.Length / 4, r = u.Length / 4;
        return [.. Enumerable.Range(0, 4).Select(
            gate => new RowGroup(w.AsMemory(gate * x, x), u.AsMemory(gate * r, r), bias.AsMemory(gate * h, h),
            gate == 2 ? 8192 : gate < 2 && IsBinary ? 65536 : 4096))];
    }

    /// <summary>With what the rows' levels are worth, where that is known.</summary>
    List<RowGroup> WithLevels(List<RowGroup> gates) => layer.Levels is not { } levels ? gates
        : [.. gates.Select((group, gate) => group with { Levels = Enumerable.Range(gate * layer.HiddenSize, layer.HiddenSize)
            .Select(row => (levels.W[row], levels.U[row])).ToArray() })];

    static float[] Part(double[,] p, int start, int count) =>
        [.. Enumerable.Range(0, p.GetLength(0)).SelectMany(k => Enumerable.Range(start, count).Select(c => (float)p[k, c]))];

    /// <summary>Σ t tᵀ with t = [P·z, 1], from those of z = [x, h, 1].</summary>
    double[,] Moments(double[,] p)
    {
        int rank = p.GetLength(0), columns = p.GetLength(1);
        var map = Matrix<double>.Build.Dense(rank + 1, columns, (r, c) => r < rank ? p[r, c] : c == columns - 1 ? 1 : 0);
        return (map * Matrix<double>.Build.DenseOfArray(moments) * map.Transpose()).ToArray();
    }
}
