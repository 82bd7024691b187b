using System.Numerics.Tensors;
using EdgeLstm.Quantize.Training.Layers;

namespace EdgeLstm.Quantize.Training.Optimizers;

/// <summary>
/// θ ← (1 − rate · decay) θ beside the optimizer's own step, so that Adam's scaling does not weaken it (Loshchilov and Hutter, arXiv
/// 1711.05101). For matrices alone: a bias says where a gate stands.
/// </summary>
static class WeightDecay
{
    public static void Apply(IReadOnlyList<ParameterBlock> blocks, Span<float> parameters, double rate, double decay)
    {
        if (decay == 0)
            return;
        foreach (var block in blocks.Where(block => block.Kind is ParameterKind.InputWeights or ParameterKind.RecurrentWeights or ParameterKind.OutputWeights))
            TensorPrimitives.Multiply(block.Of(parameters), (float)(1 - rate * decay), block.Of(parameters));
    }
}
