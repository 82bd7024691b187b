using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Reference.Float;

sealed class AttentionState(AttentionLayer layer) : LayerState(layer)
{
    /// <summary>Of one step, whose weight is 1.</summary>
    public override void Step(ReadOnlySpan<float> x) => x[1..].CopyTo(Output);

    public override void Run(Sequence x, Sequence y, Action<float[]>? seen)
    {
        float max = Enumerable.Range(0, x.Steps).Max(t => x[t][0]), sum = 0;
        Array.Clear(Output);
        for (int t = 0; t < x.Steps; t++)
        {
            float weight = MathF.Exp(x[t][0] - max);
            sum += weight;
            for (int k = 0; k < Output.Length; k++)
                Output[k] += weight * x[t][1 + k];
        }

        for (int k = 0; k < Output.Length; k++)
            Output[k] /= sum;
        Output.CopyTo(y[0]);
        seen?.Invoke(x[x.Steps - 1].ToArray());
    }
}
