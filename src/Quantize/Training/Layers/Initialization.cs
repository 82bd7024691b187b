using System.Numerics;
using EdgeLstm.Quantize.Training.Engine;

namespace EdgeLstm.Quantize.Training.Layers;

/// <summary>Parameters before the first batch.</summary>
static class Initialization
{
    /// <summary>
    /// Everything uniform within ±1/√units, as PyTorch does; then the forget gates' biases: <paramref name="forgetBias"/> on top, or, with
    /// <paramref name="uniformGates"/>, log(u/(1−u)) with u uniform in 1/units … 1 − 1/units, and its negative for the input gates (Gu et
    /// al., arXiv 1910.09890), so that the units remember over different times. <paramref name="inputBias"/> goes on top of the other input
    /// gates'.
    /// </summary>
    public static void Fill<T>(TrainableNetwork<T> network, ulong seed, double forgetBias, bool uniformGates, double inputBias = 0)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new SeededRandom(seed);
        var parameters = network.Parameters.AsSpan();
        int units = network.Spec.Layers[0].HiddenSize;
        foreach (var block in network.Blocks)
        {
            int width = block.Kind is ParameterKind.OutputWeights or ParameterKind.OutputBias ? network.Spec.Layers[^1].Outputs : units;
            double limit = 1 / Math.Sqrt(width);
            foreach (ref T value in block.Of(parameters))
                value = T.CreateTruncating((2 * random.Uniform() - 1) * limit);
        }

        foreach (var layer in network.Levels.SelectMany(level => level))
            layer.InitializeGates(parameters, random, forgetBias, uniformGates, inputBias);
        network.Mask(parameters);
    }
}
