namespace EdgeLstm.Quantize.Graph;

/// <summary>
/// What a layer applies to its values: a <paramref name="Function"/> to each, or, where that is null, softmax over all of them.
/// </summary>
sealed record Activation(ScalarFunction? Function)
{
    public static Activation Identity { get; } = new(ScalarFunction.Identity);

    public static Activation Relu { get; } = new(ScalarFunction.Relu);

    public static Activation Sigmoid { get; } = new(ScalarFunction.Sigmoid);

    public static Activation Tanh { get; } = new(ScalarFunction.Tanh);

    public static Activation Softmax { get; } = new((ScalarFunction?)null);

    public bool IsSoftmax => Function is null;

    /// <summary>A layer's kind with it, where it is one.</summary>
    public string Behind(string kind) => this == Identity ? kind : $"{kind}, {this}";

    public override string ToString() => Function?.ToString() ?? "softmax";
}
