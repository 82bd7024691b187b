using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Import.PyTorch.Forward;

/// <summary>The words of <c>--forward</c> that are no modules.</summary>
static class ForwardWords
{
    public const string Last = "last", First = "first", Hidden = "hn", Mean = "mean", Max = "max", Repeat = "repeat", MaxPool = "maxpool", AveragePool = "avgpool",
        Relu = "relu", Tanh = "tanh";

    static readonly Dictionary<string, Activation> Functions = new()
    {
        [Relu] = Activation.Relu,
        [Tanh] = Activation.Tanh,
        ["sigmoid"] = Activation.Sigmoid,
        ["softmax"] = Activation.Softmax,
        ["softplus"] = new(new ScalarFunction(FunctionKind.Softplus)),
        ["softsign"] = new(new ScalarFunction(FunctionKind.Softsign)),
        ["hardsigmoid"] = new(new ScalarFunction(FunctionKind.HardSigmoid, 1f / 6, 0.5f)),
        ["leaky_relu"] = new(new ScalarFunction(FunctionKind.LeakyRelu, 0.01f)),
        ["elu"] = new(new ScalarFunction(FunctionKind.Elu, 1)),
    };

    public static IReadOnlyList<string> All { get; } = [Last, First, Hidden, Mean, Max, Repeat, MaxPool, AveragePool, .. Functions.Keys];

    /// <summary>Null where the word is no function. leaky_relu and elu take their number.</summary>
    public static Activation? Function(ForwardStep step)
    {
        string word = step.Word.TrimStart(ForwardStep.WordMark);
        if (!Functions.TryGetValue(word, out var function))
            return null;
        if (function.Function is { Kind: FunctionKind.LeakyRelu or FunctionKind.Elu } scalar)
        {
            step.Allow([], null);
            return new(scalar with { Alpha = step.Number("", scalar.Alpha, isFirst: true) });
        }

        step.Allow([]);
        return function;
    }
}
