using System.Numerics.Tensors;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Reference.Float;

/// <summary>Streaming, a causal convolution keeps the last samples; in a window, any convolution reads where it likes.</summary>
sealed class ConvState(ConvLayer layer) : LayerState(layer)
{
    /// <summary>[Span + 1] samples, the newest last.</summary>
    readonly Sequence _past = new(layer.Span + 1, layer.Inputs);

    public override float[] Taps { get; } = new float[layer.Kernel * layer.Inputs];

    public override float[] Sums { get; } = new float[layer.Outputs];

    public override void Reset() => Array.Clear(_past.Values);

    public override void Step(ReadOnlySpan<float> x)
    {
        _past.Values.AsSpan(x.Length).CopyTo(_past.Values);
        x.CopyTo(_past[layer.Span]);
        At(_past, 0);
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
        Array.Clear(Taps);
        for (int k = 0; k < layer.Kernel; k++)
            if (first + k * layer.Dilation is >= 0 and var at && at < x.Steps)
                x[at].CopyTo(Taps.AsSpan(k * x.Width));
        for (int row = 0; row < Sums.Length; row++)
            Sums[row] = TensorPrimitives.Dot<float>(layer.W.AsSpan(row * Taps.Length, Taps.Length), Taps) + layer.Bias[row];
        layer.Activation.Apply(Sums, Output);
    }
}
