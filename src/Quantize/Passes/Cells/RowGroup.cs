namespace EdgeLstm.Quantize.Passes.Cells;

/// <summary>Rows of one gate, or of a part of its sum.</summary>
/// <param name="W">[H, X], empty where the group reads no input.</param>
/// <param name="U">[H, R], likewise.</param>
/// <param name="Bias">[H].</param>
/// <param name="Unit">Units of the pre-activation per 1.</param>
sealed record RowGroup(ReadOnlyMemory<float> W, ReadOnlyMemory<float> U, ReadOnlyMemory<float> Bias, double Unit);
