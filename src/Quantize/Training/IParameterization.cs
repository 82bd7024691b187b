using EdgeLstm.Quantize.Training.Layers;

namespace EdgeLstm.Quantize.Training;

/// <summary>How a network's weights come of the numbers that are trained, one vector, and how the gradient goes back to these.</summary>
interface IParameterization
{
    /// <summary>The numbers' places in the vector.</summary>
    IReadOnlyList<ParameterBlock> Blocks { get; }

    /// <summary>A new vector: where training starts.</summary>
    float[] Start();

    /// <summary>All weights, in the network's order, for <paramref name="theta"/> in <paramref name="epoch"/>, from 0.</summary>
    void Weights(ReadOnlySpan<float> theta, int epoch, Span<float> weights);

    /// <summary>
    /// The gradient of <paramref name="theta"/>, out of that of the weights. It may be the same memory, and is the
    /// caller's until the next call.
    /// </summary>
    float[] Gradient(ReadOnlySpan<float> theta, float[] ofWeights);
}
