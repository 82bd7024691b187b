namespace EdgeLstm.Quantize.Reference;

/// <summary>What one layer did at one step; valid during the observer's call. Spans that a kind of layer does not have are empty.</summary>
readonly ref struct LayerStep
{
    /// <summary>Index in the network.</summary>
    public required int Layer { get; init; }

    /// <summary>[I]: all sources side by side.</summary>
    public required ReadOnlySpan<float> Input { get; init; }

    /// <summary>[K·I]: the samples that a convolution multiplied, oldest first.</summary>
    public ReadOnlySpan<float> Taps { get; init; }

    /// <summary>[R]: what U read, before the step.</summary>
    public ReadOnlySpan<float> Recurrent { get; init; }

    /// <summary>[G·H] before the gates' functions, peepholes included and clipped; of a dense layer [O].</summary>
    public ReadOnlySpan<float> Sums { get; init; }

    /// <summary>[G·H] behind the gates' functions.</summary>
    public ReadOnlySpan<float> Gates { get; init; }

    /// <summary>[H] after the step: an LSTM's c; of a Jordan cell the hidden s.</summary>
    public ReadOnlySpan<float> Cell { get; init; }

    /// <summary>[O].</summary>
    public required ReadOnlySpan<float> Output { get; init; }
}
