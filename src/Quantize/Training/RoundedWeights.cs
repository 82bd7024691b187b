using EdgeLstm.Quantize.Training.Layers;

namespace EdgeLstm.Quantize.Training;

/// <summary>A network's own parameters, rounded from the epoch on in which rounding begins. The gradient goes straight through.</summary>
sealed class RoundedWeights(TrainableNetwork<float> network, TrainingOptions options) : IParameterization
{
    public IReadOnlyList<ParameterBlock> Blocks => network.Blocks;

    public float[] Start() => [.. network.Parameters];

    public void Weights(ReadOnlySpan<float> theta, int epoch, Span<float> weights) =>
        WeightRounding.Apply(IsRounded(epoch) ? options.Rounding : RoundingKind.None, options.RoundingStep, Blocks, theta, weights);

    public float[] Gradient(ReadOnlySpan<float> theta, float[] ofWeights) => ofWeights;

    bool IsRounded(int epoch) => epoch + 1 >= options.RoundFrom;
}
