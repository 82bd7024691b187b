namespace EdgeLstm.Quantize.Import.Keras;

/// <summary>One use of a layer: a layer that is shared has several.</summary>
/// <param name="Argument">What it is called with beside data, which changes what it computes; null where that is nothing.</param>
sealed record KerasCall(IReadOnlyList<TensorRef> Inputs, string? Argument = null)
{
    /// <summary>Of a plain operation, what it is called with; null of a layer.</summary>
    public OperationCall? Operation { get; init; }
}
