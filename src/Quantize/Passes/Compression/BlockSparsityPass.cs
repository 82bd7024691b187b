using EdgeLstm.Generator.Artifact;
using EdgeLstm.Generator.Diagnostics;
using EdgeLstm.Quantize.Graph;
using MathNet.Numerics.LinearAlgebra;

namespace EdgeLstm.Quantize.Passes;

/// <summary>
/// Leaves out blocks of an LSTM's weights (<see cref="BlockMask"/>), one after the other, each time the one without which the gates' sums on the calibration data change
/// least, and changes the weights that are left so that they make up for it (optimal brain surgeon, Hassibi and Stork 1993, a block at a time, as SparseGPT does for a layer's
/// rows together: Frantar and Alistarh 2023, arXiv 2301.00774). Each gate's errors are weighted by what they do to the output.
/// </summary>
public static class BlockSparsityPass
{
    /// <summary>The network without as many blocks of its plain LSTM layers as <paramref name="compression"/> says, auto for <see cref="LowRankPass.LostShare"/>; others are left, and noted.</summary>
    /// <param name="network">With layers of any kind.</param>
    /// <param name="statistics">Of it.</param>
    /// <param name="compression">Of each layer.</param>
    /// <param name="notes">Receives what a user should know.</param>
    public static Network Run(Network network, CalibrationStatistics statistics, Compression compression, List<string> notes)
    {
        var layers = network.Layers.ToArray();
        for (int k = 0; k < layers.Length; k++)
        {
            if (layers[k] is not RecurrentLayer layer || compression.Of(layer.Name).Sparsity is not (not 0 and var share))
                continue;
            if (layer.Cell is not LstmCell { IsPlain: true })
                notes.Add($"layer '{layer.Name}' ({layer.Cell.Kind}) keeps all weights: only the plain LSTM has a step that skips blocks");
            else
                layers[k] = Thin(layer, statistics.Moments[k], statistics.Sensitivity[k]!.Values, share == LayerCompression.AutoSparsity ? null : share);
        }

        return network with { Layers = layers };
    }

    static RecurrentLayer Thin(RecurrentLayer layer, double[,] moments, double[] sensitivity, double? share)
    {
        int inputs = layer.Inputs, units = layer.Units, columns = inputs + units;
        var hessian = Hessian(moments);
        var inverse = hessian.Inverse();
        UnitBlock[] all = [.. Enumerable.Range(0, (units + BlockMask.Units - 1) / BlockMask.Units).Select(block => new UnitBlock(layer, block, sensitivity, inverse))];
        Parallel.ForEach(all, block => block.FindNext());

        // What is lost is counted in what the sums vary, as for a low rank: around their means.
        double total = all.Sum(block => block.Variance(hessian)), lost = 0;
        long weights = (long)units * columns, kept = weights;
        while (true)
        {
            var next = all.MinBy(block => block.NextLoss)!;
            if (kept == next.NextWeights || (share is null ? lost + next.NextLoss * next.NextWeights > LowRankPass.LostShare * total : kept - next.NextWeights / 2 < weights * (1 - share)))
                break;
            lost += next.NextLoss * next.NextWeights;
            kept -= next.NextWeights;
            next.Remove();
            next.FindNext();
        }

        var mask = new byte[BlockMask.Bytes(units, inputs, units)];
        float[] w = new float[layer.W.Length], u = new float[layer.U.Length], bias = new float[layer.Bias.Length];
        int rowBlocks = BlockMask.RowBlocks(inputs, units);
        for (int block = 0; block < all.Length; block++)
        {
            all[block].CopyTo(w, u, bias);
            for (int k = 0; k < rowBlocks; k++)
                if (all[block].Keeps(k))
                    mask[(block * rowBlocks + k) / 8] |= (byte)(1 << (block * rowBlocks + k) % 8);
        }

        return kept == weights ? layer : layer with { W = w, U = u, Bias = bias, Mask = mask };
    }

    /// <summary>Mean z zᵀ of z = [x, h, 1], with enough on the diagonal that it has an inverse: a constant channel has no variance.</summary>
    static Matrix<double> Hessian(double[,] moments)
    {
        int last = moments.GetLength(0) - 1;
        var mean = Matrix<double>.Build.DenseOfArray(moments) / moments[last, last];
        double damping = 1e-6 * Math.Max(Enumerable.Range(0, last).Average(k => mean[k, k]), 1e-12);
        for (int k = 0; k < last; k++)
            mean[k, k] += damping;
        return mean;
    }
}
