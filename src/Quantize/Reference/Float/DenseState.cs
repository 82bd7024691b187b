using System.Numerics.Tensors;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Reference.Float;

sealed class DenseState(DenseLayer layer) : LayerState(layer)
{
    public override float[] Sums { get; } = new float[layer.Outputs];

    public override void Step(ReadOnlySpan<float> x)
    {
        for (int row = 0; row < Sums.Length; row++)
            Sums[row] = TensorPrimitives.Dot(layer.W.AsSpan(row * x.Length, x.Length), x) + layer.Bias[row];
        layer.Activation.Apply(Sums, Output);
    }
}
