using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Graph;
using MathNet.Numerics.LinearAlgebra;

namespace EdgeLstm.Quantize.Passes.Compressing;

/// <summary>
/// Replaces an LSTM's gates by two thin products: t = P·[x, h] of K values, then B·t for the rows of all four gates. Of all such pairs, the
/// one whose sums are nearest on the calibration data, in the mean square, each gate's errors weighted by what they do to the output: a
/// singular value decomposition of diag(sensitivity)·[W U]·L with L Lᵀ the covariance of [x, h]. Inputs and states of real machines move
/// together, which a decomposition of the weights alone cannot know: at 14→64 and rank 24 on FD001 that costs 7 cycles on the training
/// data, and this 0.4.
/// </summary>
static class LowRankPass
{
    /// <summary>What is lost may be this share of the sums' weighted variance where the rank is left to the tool.</summary>
    public const double LostShare = 1e-3;

    const int RankStep = 4; // a tile's inputs: other ranks cost as much as the next such one

    /// <summary>
    /// The network with its plain LSTM layers at the ranks that <paramref name="compression"/> says, auto for <see cref="LostShare"/>;
    /// others are left, and noted.
    /// </summary>
    /// <param name="scheme">Width of the activations, whose rounding t must not amplify: it counts as a part of what they vary.</param>
    /// <param name="notes">Receives what a user should know.</param>
    public static Network Run(Network network, CalibrationStatistics statistics, Scheme scheme, Compression compression, List<string> notes)
    {
        var layers = network.Layers.ToArray();
        bool any = false;
        for (int k = 0; k < layers.Length; k++)
        {
            if (layers[k] is not RecurrentLayer layer || compression.Of(layer.Name).Rank is not (not 0 and var wanted))
                continue;
            int? rank = wanted == LayerCompression.AutoRank ? null : wanted;
            if (layer.Cell is not LstmCell { IsPlain: true })
            {
                notes.Add($"layer '{layer.Name}' ({layer.Cell.Kind}) keeps its rank: only the plain LSTM has a step for low rank");
                continue;
            }

            var lowered = Lower(layer, k, statistics, scheme, rank);
            if (lowered.MultiplyAccumulates >= layer.MultiplyAccumulates)
            {
                string found = $"rank {lowered.Factors!.Rank} for layer '{layer.Name}', {layer.Inputs} → {layer.HiddenSize}: {lowered.MultiplyAccumulates:N0} multiply-accumulates in the place of {layer.MultiplyAccumulates:N0}";
                if (rank is not null)
                    throw new ModelException(ErrorCatalogue.RankSavesNothing, found, $"a rank up to {MaxRank(layer)}",
                        "give a lower --gate-rank, or leave it out", network.Source);
                notes.Add($"layer '{layer.Name}' keeps its rank: {found}");
                continue;
            }

            (layers[k], any) = (lowered, true);
        }

        return any ? network with { Layers = layers } : network;
    }

    /// <summary>The greatest rank that saves anything, of a layer at full rank.</summary>
    public static int MaxRank(RecurrentLayer layer) => (int)((layer.MultiplyAccumulates - 1) / (layer.Inputs + 5L * layer.HiddenSize));

    /// <summary>
    /// Those layers of <paramref name="network"/> that are of low rank, with factors anew: of the weights that they have by now, whose rank
    /// is as it was.
    /// </summary>
    public static Network Refresh(Network network, CalibrationStatistics statistics, Scheme scheme) => network with
    {
        Layers = [.. network.Layers.Select((layer, k) => layer is RecurrentLayer { Factors: { } factors } low
            ? Lower(low, k, statistics, scheme, factors.Rank) : layer)],
    };

    static RecurrentLayer Lower(RecurrentLayer layer, int k, CalibrationStatistics statistics, Scheme scheme, int? rank)
    {
        double[] noise = [.. Enumerable.Range(0, layer.Inputs + layer.HiddenSize)
            .Select(column => Noise(layer, k, column, statistics, scheme))];
        return Lower(layer, statistics.Moments[k], noise, statistics.Sensitivity[k]!.Values, rank);
    }

    static RecurrentLayer Lower(RecurrentLayer layer, double[,] moments, double[] noise, double[] sensitivity, int? wanted)
    {
        int columns = layer.Inputs + layer.HiddenSize, rows = layer.Bias.Length;
        double count = moments[columns, columns];
        var mean = Vector<double>.Build.Dense(columns, k => moments[k, columns] / count);
        var covariance = Matrix<double>.Build.Dense(columns, columns, (r, c) => moments[r, c] / count - mean[r] * mean[c]);
        double damping = 1e-7 * Math.Max(covariance.Trace() / columns, 1e-12);
        for (int k = 0; k < columns; k++)
            covariance[k, k] += damping + noise[k]; // a constant channel has no variance
        var root = covariance.Cholesky().Factor;
        var weights = Matrix<double>.Build.Dense(rows, columns, (r, c) =>
            c < layer.Inputs ? layer.W[r * layer.Inputs + c] : layer.U[r * layer.HiddenSize + c - layer.Inputs]);
        var scale = Vector<double>.Build.Dense(rows, row => sensitivity[row / layer.HiddenSize]);

        var svd = (Matrix<double>.Build.DenseOfDiagonalVector(scale) * weights * root).Svd();
        int rank = Math.Min(wanted ?? Enough(svd.S), Math.Min(rows, columns));
        var p = svd.VT.SubMatrix(0, rank, 0, columns) * root.Inverse(); // t = P·(z − mean): variances of 1, and no covariances
        var b = Matrix<double>.Build.Dense(rows, rank, (r, c) => svd.U[r, c] * svd.S[c] / scale[r]);
        var product = b * p;
        var offset = -(p * mean);
        var shift = (weights - product) * mean; // what the sums' means lose by the rank
        float[] bias = [.. layer.Bias.Select((v, row) => (float)(v + shift[row]))];
        return layer with
        {
            W = Floats(product.SubMatrix(0, rows, 0, layer.Inputs)),
            U = Floats(product.SubMatrix(0, rows, layer.Inputs, layer.HiddenSize)),
            Bias = bias,
            Factors = new(rank, Floats(p), [.. offset.Select(v => (float)v)], Floats(b),
                [.. (b * offset).Select((v, row) => (float)(bias[row] - v))]),
        };
    }

    /// <summary>The variance that rounding to activation units adds to a column of [x, h].</summary>
    static double Noise(RecurrentLayer layer, int index, int column, CalibrationStatistics statistics, Scheme scheme)
    {
        bool isState = column >= layer.Inputs;
        double range = isState ? statistics.MaxOutput[index]
            : layer.Sources[0] >= 0 ? statistics.MaxOutput[layer.Sources[0]]
            : statistics.InputMin[column] <= statistics.InputMax[column] ? (statistics.InputMax[column] - statistics.InputMin[column]) / 2
            : 0;
        double step = range / (scheme == Scheme.Int8 ? 127 : 8192);
        return step * step / 12;
    }

    static int Enough(Vector<double> singular)
    {
        double total = singular.DotProduct(singular), kept = 0;
        int rank = 0;
        while (rank < singular.Count && kept < (1 - LostShare) * total)
            kept += singular[rank] * singular[rank++];
        return Math.Max(1, (rank + RankStep - 1) / RankStep) * RankStep; // of weights that are all zero, too
    }

    static float[] Floats(Matrix<double> matrix) => [.. matrix.ToRowMajorArray().Select(v => (float)v)];
}
