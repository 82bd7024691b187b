using System.Numerics.Tensors;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Reference.Float;

/// <summary>Streaming, a causal convolution keeps the last samples; in a window, any convolution reads where it likes.</summary>
sealed class ConvState(ConvLayer layer) : LayerState(layer)
{
    /// <summary>[Span + 1] samples, the newest last.</summary>
    readonly Sequence past = new(layer.Span + 1, layer.Inputs);

    public override float[] Sums { get; } = new float[layer.Outputs];

    public override void Reset() => Array.Clear(past.Values);

    public override void Step(ReadOnlySpan<float> x)
    {
        past.Values.AsSpan(x.Length).CopyTo(past.Values);
        x.CopyTo(past[layer.Span]);
        At(past, 0);
    }

    public override void Run(Sequence x, Sequence y, Action<float[]>? seen)
    {
        for (int t = 0; t < y.Steps; t++)
        {
            At(x, t * layer.Stride - layer.PadBefore);
            Output.CopyTo(y[t]);
            seen?.Invoke(t < x.Steps ? x[t].ToArray() : new float[x.Width]);
        }
    }

    /// <summary>One output, whose oldest sample is at <paramref name="first"/>.</summary>
    void At(Sequence x, int first)
    {
        layer.Bias.CopyTo(Sums, 0);
        for (int row = 0; row < Sums.Length; row++)
            for (int k = 0; k < layer.Kernel; k++)
                if (first + k * layer.Dilation is >= 0 and var at && at < x.Steps)
                    Sums[row] += TensorPrimitives.Dot<float>(layer.W.AsSpan((row * layer.Kernel + k) * x.Width, x.Width), x[at]);
        PointState.Apply(layer.Activation, Sums, Output);
    }
}
