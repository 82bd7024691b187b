using EdgeLstm.Quantize.Graph;
using MathNet.Numerics.LinearAlgebra;

namespace EdgeLstm.Quantize.Passes.Compressing;

/// <summary>
/// Leaves out columns of an LSTM's weights, inputs and states that its gates then do not read (<see cref="ColumnMask"/>): one after the
/// other, each time the one without which the gates' sums on the calibration data change least, and the columns that are left make up for
/// it (optimal brain surgeon, Hassibi and Stork 1993, for all rows at once). Each gate's errors are weighted by what they do to the output.
/// </summary>
static class ColumnSparsityPass
{
    /// <summary>Of a column's variance: columns that say the same leave no inverse.</summary>
    const double Damping = 1e-6;

    /// <summary>
    /// The network with as many columns left out of its plain LSTM layers as <paramref name="compression"/> says, auto for <see
    /// cref="LowRankPass.LostShare"/>; others are left, and noted.
    /// </summary>
    /// <param name="notes">Receives what a user should know.</param>
    public static Network Run(Network network, CalibrationStatistics statistics, Compression compression, List<string> notes)
    {
        var layers = network.Layers.ToArray();
        for (int k = 0; k < layers.Length; k++)
        {
            if (layers[k] is not RecurrentLayer layer || compression.Of(layer.Name).Sparsity is not (not 0 and var share))
                continue;
            if (layer.Cell is not LstmCell { IsPlain: true })
                notes.Add($"layer '{layer.Name}' ({layer.Cell.Kind}) keeps all columns: only the plain LSTM has a step that leaves some out");
            else
                layers[k] = Thin(layer, statistics.Moments[k], statistics.Sensitivity[k]!.Values,
                    share == LayerCompression.AutoSparsity ? null : share);
        }

        return network with { Layers = layers };
    }

    static RecurrentLayer Thin(RecurrentLayer layer, double[,] moments, double[] sensitivity, double? share)
    {
        int inputs = layer.Inputs, units = layer.HiddenSize, columns = inputs + units;
        // Over [x, h] around its mean, each column in units of its own deviation: a sensor in pascals counts as much as a state. The bias
        // makes up for means, and is never left out.
        double count = moments[columns, columns];
        double[] mean = [.. Enumerable.Range(0, columns).Select(c => moments[c, columns] / count)];
        // a constant channel has none
        double[] deviation = [.. Enumerable.Range(0, columns).Select(
            c => Math.Sqrt(Math.Max(moments[c, c] / count - mean[c] * mean[c], 0)) + 1e-6 * Math.Sqrt(moments[c, c] / count) + 1e-12)];
        var correlation = Matrix<double>.Build.Dense(
            columns, columns, (r, c) => (moments[r, c] / count - mean[r] * mean[c]) / (deviation[r] * deviation[c]));
        var inverse = (correlation + Damping * Matrix<double>.Build.DenseIdentity(columns)).Inverse();
        var before = Matrix<double>.Build.Dense(layer.Bias.Length, columns,
            (r, c) => (c < inputs ? layer.W[r * inputs + c] : layer.U[r * units + c - inputs]) * deviation[c] * sensitivity[r / units]);
        var rows = before.Clone();
        double most = share is null ? LowRankPass.LostShare * (rows * correlation).PointwiseMultiply(rows).Enumerate().Sum()
            : double.PositiveInfinity, lost = 0;
        int fewest = share is { } given ? Math.Max(1, (int)Math.Round(columns * (1 - given))) : 1;
        var kept = Enumerable.Range(0, columns).ToList();
        while (kept.Count > fewest)
        {
            double Loss(int column) => rows.Column(column) is var w ? w.DotProduct(w) / inverse[column, column] : 0;
            int next = kept.MinBy(Loss);
            if ((lost += Loss(next)) > most)
                break;
            var step = inverse.Row(next) / inverse[next, next];
            rows -= rows.Column(next).OuterProduct(step);
            inverse -= inverse.Column(next).OuterProduct(step);
            rows.ClearColumn(next);
            inverse.ClearColumn(next);
            inverse.ClearRow(next);
            kept.Remove(next);
        }

        if (kept.Count == columns)
            return layer;
        var mask = new byte[ColumnMask.Bytes(inputs, units)];
        foreach (int column in kept)
            mask[column / 8] |= (byte)(1 << column % 8);
        double At(Matrix<double> of, int row, int column) => of[row, column] / (deviation[column] * sensitivity[row / units]);
        return layer with
        {
            W = [.. layer.W.Select((_, k) => (float)At(rows, k / inputs, k % inputs))],
            U = [.. layer.U.Select((_, k) => (float)At(rows, k / units, inputs + k % units))],
            Bias = [.. layer.Bias.Select((bias, row) =>
                (float)(bias + Enumerable.Range(0, columns).Sum(c => (At(before, row, c) - At(rows, row, c)) * mean[c])))],
            Mask = mask,
        };
    }
}
