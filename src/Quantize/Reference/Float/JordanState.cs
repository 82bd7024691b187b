using System.Numerics.Tensors;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Reference.Float;

sealed class JordanState(RecurrentLayer layer, JordanCell cell) : RecurrentState(layer)
{
    /// <summary>The hidden s: nothing of it is carried on.</summary>
    public override float[] Cell { get; } = new float[layer.HiddenSize];

    public override void Step(ReadOnlySpan<float> x)
    {
        float[] y = Recurrent, s = Cell;
        Output.CopyTo(y, 0);
        for (int k = 0; k < H; k++)
            s[k] = Gate(k, Input(k, x) + Product(k, y), cell.Hidden);
        for (int k = 0; k < Output.Length; k++)
            Output[k] = cell.Output.Apply(TensorPrimitives.Dot<float>(cell.V.AsSpan(k * H, H), s) + cell.OutputBias[k]);
    }
}
