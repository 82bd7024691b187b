namespace EdgeLstm.Quantize.Import.PyTorch.Pickles;

/// <summary>What Python would have made by calling a class or a function. Nothing was called: it is what would have been given to
/// it.</summary>
sealed class PickleInstance(PickleName type, object?[] arguments)
{
    public PickleName Type => type;

    public IReadOnlyList<object?> Arguments => arguments;

    /// <summary>What it was filled with afterwards, mostly a <see cref="PickleDict"/>; null where with nothing.</summary>
    public object? State { get; set; }
}
