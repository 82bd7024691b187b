using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Import.PyTorch.Forward;

/// <summary>The words of <c>--forward</c> that are no modules.</summary>
static class ForwardWords
{
    public const string Last = "last", First = "first", Hidden = "hn", Mean = "mean", Max = "max", Repeat = "repeat", MaxPool = "maxpool",
        AveragePool = "avgpool", Flatten = "flatten", ArgMax = "argmax",
        Relu = "relu", Tanh = "tanh";

    const string Softmax = "softmax", LogSoftmax = "log_softmax";

    /// <summary>Functions of one number by their names in PyTorch, which are the kinds' own, with PyTorch's parameters.</summary>
    static readonly (string Word, float Alpha, float Beta)[] Functions =
    [
        (Relu, 0, 0), (Tanh, 0, 0), ("sigmoid", 0, 0), ("softplus", 0, 0), ("softsign", 0, 0), ("hardsigmoid", 1f / 6, 0.5f),
            ("leaky_relu", 0.01f, 0),
        ("elu", 1, 0), ("silu", 0, 0), ("gelu", 0, 0), ("gelu_tanh", 0, 0), ("exp", 0, 0),
    ];

    public static IReadOnlyList<string> All { get; } = [Last, First, Hidden, Mean, Max, Flatten, Repeat, MaxPool, AveragePool, ArgMax,
        .. Functions.Select(function => function.Word), Softmax, LogSoftmax];

    /// <summary>Null where the word is no function. leaky_relu and elu take their number.</summary>
    public static Activation? Function(ForwardStep step)
    {
        string word = step.Word.TrimStart(ForwardStep.WordMark);
        if (word is Softmax or LogSoftmax)
        {
            step.Allow([]);
            return word == Softmax ? Activation.Softmax : Activation.LogSoftmax;
        }

        if (Array.Find(Functions, each => each.Word == word) is not { Word: not null } function)
            return null;
        var kind = Enum.Parse<FunctionKind>(word.Replace("_", ""), ignoreCase: true);
        bool hasNumber = function is { Alpha: > 0, Beta: 0 };
        step.Allow([], hasNumber ? null : []);
        return new(new ScalarFunction(kind, hasNumber ? step.Number("", function.Alpha, isFirst: true) : function.Alpha, function.Beta));
    }
}
