using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Reference.Float;

/// <summary>A layer with its sums, state and output. It steps where the layer streams; in a window every layer runs.</summary>
abstract class LayerState(Layer layer)
{
    public Layer Layer => layer;

    public float[] Output { get; } = new float[layer.Outputs];

    public virtual float[] Taps => [];

    public virtual float[] Recurrent => [];

    public virtual float[] Sums => [];

    public virtual float[] Gates => [];

    public virtual float[] Cell => [];

    public virtual void Reset()
    {
    }

    /// <summary>One sample [I] in; <see cref="Output"/> is its output.</summary>
    public abstract void Step(ReadOnlySpan<float> x);

    /// <summary>A sequence [T, I] from reset, to [T', O] in <paramref name="y"/>. <paramref name="seen"/> is told of each step.</summary>
    public virtual void Run(Sequence x, Sequence y, Action<float[]>? seen)
    {
        Reset();
        for (int t = 0; t < x.Steps; t++)
        {
            float[] sample = x[t].ToArray();
            Step(sample);
            Output.CopyTo(y[t]);
            seen?.Invoke(sample);
        }
    }

    public static LayerState Of(Layer layer) => layer switch
    {
        RecurrentLayer recurrent => new RecurrentState(recurrent),
        DenseLayer dense => new DenseState(dense),
        ConvLayer conv => new ConvState(conv),
        PoolLayer pool => new PoolState(pool),
        PickLayer last => new PickState(last),
        AttentionLayer attention => new AttentionState(attention),
        RepeatLayer repeat => new RepeatState(repeat),
        PointLayer point => new PointState(point),
        _ => throw new InvalidOperationException($"No float step for {layer.GetType().Name}."),
    };
}
