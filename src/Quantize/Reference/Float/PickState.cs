using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Reference.Float;

sealed class PickState(PickLayer layer) : LayerState(layer)
{
    public override void Step(ReadOnlySpan<float> x) => x.CopyTo(Output);

    public override void Run(Sequence x, Sequence y, Action<float[]>? seen)
    {
        Step(x[layer.First ? layer.Away : x.Steps - 1 - layer.Away]);
        Output.CopyTo(y[0]);
        seen?.Invoke(Output);
    }
}
