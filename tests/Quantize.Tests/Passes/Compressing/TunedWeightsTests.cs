using EdgeLstm.Quantize.Passes.Compressing.Tuning;
using EdgeLstm.Quantize.Training;
using EdgeLstm.Quantize.Training.Layers;

namespace EdgeLstm.Quantize.Tests.Passes.Compressing;

/// <summary>A layer of low rank, one of which columns are left out, and a read-out.</summary>
public class TunedWeightsTests
{
    const int Inputs = 3, First = 5, Second = 4, Rank = 2, LeftOut = 1;

    readonly TrainableNetwork<float> _network = new(new(Inputs, [new(new LstmSpec(), First), new(new LstmSpec(), Second)], 2));
    readonly float[] _start;
    readonly TunedWeights _tuned;

    public TunedWeightsTests()
    {
        var random = new Random(61);
        var low = RandomNetwork.Lstm(random, Inputs, First);
        float[] b = RandomNetwork.Values(random, 4 * First * Rank, 1), p = RandomNetwork.Values(random, Rank * (Inputs + First), 1);
        for (int row = 0; row < 4 * First; row++)
            for (int k = 0; k < Inputs + First; k++)
            {
                float weight = b[row * Rank] * p[k] + b[row * Rank + 1] * p[Inputs + First + k];
                (k < Inputs ? ref low.W[row * Inputs + k] : ref low.U[row * First + k - Inputs]) = weight;
            }

        var sparse = RandomNetwork.Lstm(random, First, Second);
        for (int row = 0; row < 4 * Second; row++)
            sparse.W[row * First + LeftOut] = 0;
        byte[] mask = new byte[(First + Second + 7) / 8];
        for (int k = 0; k < First + Second; k++)
            mask[k / 8] |= (byte)(k == LeftOut ? 0 : 1 << (k % 8));
        Assert.Equal(First + Second - 1, ColumnMask.Count(mask, 0, First + Second));

        _start = RandomNetwork.Values(random, _network.Parameters.Length, 1);
        foreach (var (layer, lstm) in new[] { low, sparse }.Zip(TunableStack.LstmsOf(_network)))
        {
            layer.W.CopyTo(lstm.W.Of<float>(_start.AsSpan()));
            layer.U.CopyTo(lstm.U.Of<float>(_start.AsSpan()));
        }

        low = low with { Factors = new(Rank, p, new float[Rank], b, low.Bias) };
        _tuned = new(_network, [new LowRankLayer(low), new LevelLayer(sparse with { Mask = mask }, null)], _start);
    }

    [Fact]
    public void It_starts_from_the_networks_own_weights_and_sets_every_one()
    {
        float[] weights = [.. Enumerable.Repeat(float.NaN, _start.Length)];
        _tuned.Weights(_tuned.Start(), 0, weights);
        for (int k = 0; k < weights.Length; k++)
            Assert.Equal(_start[k], weights[k], 1e-4f);
    }

    [Fact]
    public void Its_blocks_lie_one_behind_the_other_and_have_names_of_their_own()
    {
        int at = 0;
        foreach (var block in _tuned.Blocks)
        {
            Assert.Equal(at, block.Offset);
            at += block.Length;
        }

        Assert.Equal(_tuned.Start().Length, at);
        Assert.Equal(
            ["layer 0, W and U, tuned", "layer 0, b", "layer 1, W and U, tuned", "layer 1, b", "output, V", "output, c"],
            _tuned.Blocks.Select(block => block.Name));
    }

    /// <summary>Of a weighted sum of all weights, by central differences, which are exact for a product of two factors.</summary>
    [Fact]
    public void The_gradient_is_that_of_the_weights_and_nothing_for_a_column_that_is_left_out()
    {
        float[] factors = RandomNetwork.Values(new Random(62), _start.Length, 1), weights = new float[_start.Length];
        float[] theta = _tuned.Start(), gradient = _tuned.Gradient(theta, factors);
        var masked = _tuned.Blocks[2];
        for (int k = 0; k < theta.Length; k++)
        {
            double difference = Sum(k, 0.5f) - Sum(k, -0.5f);
            bool isLeftOut = k >= masked.Offset && k < masked.Offset + 4 * Second * First && (k - masked.Offset) % First == LeftOut;
            Assert.Equal(isLeftOut ? 0 : difference, gradient[k], 1e-3);
        }

        double Sum(int k, float by)
        {
            float kept = theta[k];
            theta[k] += by;
            _tuned.Weights(theta, 0, weights);
            theta[k] = kept;
            return weights.Zip(factors, (weight, factor) => (double)weight * factor).Sum();
        }
    }
}
