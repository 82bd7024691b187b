namespace EdgeLstm.Quantize.Passes.Compressing;

/// <summary>How rows are to be stored.</summary>
/// <param name="Form">Bits.</param>
/// <param name="Round">What a level is worth in the network's own units, the multiple that weights are rounded to; null: fitted row by row
/// to the calibration data.</param>
sealed record CompressedForm(RowForm Form, double? Round = null)
{
    /// <summary>The same of U, where it is another than that of W.</summary>
    public double? RoundU { get; init; }

    public static readonly CompressedForm Int8 = new(RowForm.Int8);
}
