using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Reference.Float;

sealed class RepeatState(RepeatLayer layer) : LayerState(layer)
{
    public override void Step(ReadOnlySpan<float> x) => x.CopyTo(Output);

    public override void Run(Sequence x, Sequence y, Action<float[]>? seen)
    {
        Step(x[x.Steps - 1]);
        for (int t = 0; t < y.Steps; t++)
            Output.CopyTo(y[t]);
        seen?.Invoke(Output);
    }
}
