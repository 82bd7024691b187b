using System.Numerics.Tensors;
using EdgeLstm.Generator.Model;

namespace EdgeLstm.Quantize.Graph;

/// <summary>
/// What a layer applies to its values: a <paramref name="Function"/> to each, or, where that is null, softmax over all of them; of that
/// the logarithm where <paramref name="IsLog"/>.
/// </summary>
sealed record Activation(ScalarFunction? Function, bool IsLog = false)
{
    public static Activation Identity { get; } = new(ScalarFunction.Identity);

    public static Activation Relu { get; } = new(ScalarFunction.Relu);

    public static Activation Sigmoid { get; } = new(ScalarFunction.Sigmoid);

    public static Activation Tanh { get; } = new(ScalarFunction.Tanh);

    public static Activation Softmax { get; } = new((ScalarFunction?)null);

    public static Activation LogSoftmax { get; } = new(null, IsLog: true);

    public bool IsSoftmax => Function is null;

    /// <summary>Its values of <paramref name="sums"/>.</summary>
    public void Apply(ReadOnlySpan<float> sums, Span<float> output)
    {
        if (Function is { } function)
        {
            for (int k = 0; k < sums.Length; k++)
                output[k] = function.Apply(sums[k]);
            return;
        }

        // The largest sum goes out of every exponent, so that none overflows.
        float largest = TensorPrimitives.Max(sums);
        for (int k = 0; k < sums.Length; k++)
            output[k] = MathF.Exp(sums[k] - largest);
        if (IsLog)
        {
            float log = MathF.Log(TensorPrimitives.Sum<float>(output));
            for (int k = 0; k < sums.Length; k++)
                output[k] = sums[k] - largest - log;
            return;
        }

        TensorPrimitives.Divide(output, TensorPrimitives.Sum<float>(output), output);
    }

    /// <summary>As an artifact has it.</summary>
    internal ArtifactFunction ToArtifact() =>
        Function is { } function ? new(function.Kind, function.Alpha, function.Beta)
        : new(IsLog ? FunctionKind.LogSoftmax : FunctionKind.Softmax);

    /// <summary>A layer's kind with it, where it is one.</summary>
    public string Behind(string kind) => this == Identity ? kind : $"{kind}, {this}";

    public override string ToString() => Function?.ToString() ?? (IsLog ? "log_softmax" : "softmax");
}
