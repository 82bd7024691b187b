namespace EdgeLstm.Quantize.Training.Layers;

/// <summary>
/// What the backward pass of an LSTM reads and writes at one step, [units][lanes] each; what the variant has not is empty.
/// </summary>
ref struct LstmStep<T>
{
    /// <summary>Gates; replaced by the gradients of their sums.</summary>
    public Span<T> I, F, G, O;

    /// <summary>The sigmoids behind i and f.</summary>
    public ReadOnlySpan<T> SmoothI, SmoothF;

    /// <summary>c before and after the step, and tanh of the latter.</summary>
    public ReadOnlySpan<T> Before, After, Squashed;

    /// <summary>dL/dh, and behind it dL/di, dL/df, dL/do where the gates feed back.</summary>
    public ReadOnlySpan<T> StateGradient;

    /// <summary>dL/dc after the step; replaced by that before it.</summary>
    public Span<T> CellGradient;

    /// <summary>Peepholes [units].</summary>
    public ReadOnlySpan<T> Pi, Pf, Po;
}
