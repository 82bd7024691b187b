using System.Numerics.Tensors;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Reference.Float;

/// <summary>Layers whose output depends on nothing but their input at the same step, and that have no sums.</summary>
sealed class PointState(Layer layer) : LayerState(layer)
{
    public override void Step(ReadOnlySpan<float> x)
    {
        switch (Layer)
        {
            case ActivationLayer activation: Apply(activation.Activation, x, Output); break;
            case AffineLayer affine: TensorPrimitives.MultiplyAdd(x, affine.Scale, affine.Shift, Output); break;
            case NormLayer norm: Normalise(norm, x); break;
            case AddLayer: Add(x); break;
            case ConcatLayer or CellStateLayer: x.CopyTo(Output); break;
            default: throw new InvalidOperationException($"No float step for {Layer.GetType().Name}.");
        }
    }

    public static void Apply(Activation activation, ReadOnlySpan<float> sums, Span<float> output)
    {
        if (activation.Function is { } function)
        {
            for (int k = 0; k < sums.Length; k++)
                output[k] = function.Apply(sums[k]);
            return;
        }

        // The largest sum goes out of every exponent, so that none overflows.
        float largest = TensorPrimitives.Max(sums);
        for (int k = 0; k < sums.Length; k++)
            output[k] = MathF.Exp(sums[k] - largest);
        TensorPrimitives.Divide(output, TensorPrimitives.Sum<float>(output), output);
    }

    void Normalise(NormLayer norm, ReadOnlySpan<float> x)
    {
        float mean = TensorPrimitives.Sum(x) / x.Length;
        TensorPrimitives.Subtract(x, mean, Output);
        float variance = TensorPrimitives.SumOfSquares<float>(Output) / x.Length;
        float scale = 1 / MathF.Sqrt(variance + norm.Epsilon);
        for (int k = 0; k < x.Length; k++)
            Output[k] = norm.Gamma[k] * (Output[k] * scale) + norm.Beta[k];
    }

    void Add(ReadOnlySpan<float> x)
    {
        x[..Output.Length].CopyTo(Output);
        for (int at = Output.Length; at < x.Length; at += Output.Length)
            TensorPrimitives.Add(Output, x.Slice(at, Output.Length), Output);
    }
}
