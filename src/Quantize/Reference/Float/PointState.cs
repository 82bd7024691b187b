using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Reference.Float;

/// <summary>A layer that remembers nothing.</summary>
sealed class PointState(PointLayer layer) : LayerState(layer)
{
    public override void Step(ReadOnlySpan<float> x) => layer.Apply(x, Output);
}
