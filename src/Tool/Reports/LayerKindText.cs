using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Tool.Reports;

/// <summary>A layer's kind in a few words.</summary>
static class LayerKindText
{
    public static string Of(Layer layer) => layer switch
    {
        RecurrentLayer recurrent => recurrent.Cell.Kind + string.Concat(recurrent.Cell.UnusualFunctions.Select(f => $", {f}"))
            + (recurrent.Direction == Direction.Reverse ? ", reverse" : ""),
        DenseLayer dense => With("dense", dense.Activation),
        ConvLayer conv => With($"convolution over {conv.Kernel}", conv.Activation),
        PoolLayer pool => $"{pool.Kind.ToString().ToLowerInvariant()} of {(pool.Kernel is int kernel ? $"{kernel}" : "all")} steps",
        ActivationLayer activation => activation.Activation.ToString(),
        NormLayer => "layer normalisation",
        AffineLayer => "affine",
        ConcatLayer => "concatenation",
        AddLayer => "sum",
        PickLayer last => last.First ? "first step" : "last step",
        RepeatLayer repeat => repeat.Times is int times ? $"repeat {times} times" : "repeat",
        CellStateLayer => "cell state",
        _ => layer.GetType().Name,
    };

    static string With(string kind, Activation activation) => activation == Activation.Identity ? kind : $"{kind}, {activation}";
}
