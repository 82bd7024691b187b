namespace EdgeLstm.Quantize.Training.Layers;

/// <summary>
/// A matrix [<paramref name="Rows"/>, <paramref name="Columns"/>] row-major, or a vector, at <paramref name="Offset"/> of all parameters.
/// </summary>
/// <param name="Name">For messages and files: <c>layer 0 forward, W</c>.</param>
/// <param name="Choosing">The rows that belong to the gates that choose between old and new: from, and how many.</param>
sealed record ParameterBlock(string Name, ParameterKind Kind, int Offset, int Rows, int Columns, Range Choosing)
{
    public int Length => Rows * Columns;

    public Span<T> Of<T>(Span<T> parameters) => parameters.Slice(Offset, Length);

    public ReadOnlySpan<T> Of<T>(ReadOnlySpan<T> parameters) => parameters.Slice(Offset, Length);
}
