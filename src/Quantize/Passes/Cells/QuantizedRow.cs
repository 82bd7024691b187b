namespace EdgeLstm.Quantize.Passes.Cells;

/// <summary>A row's constants.</summary>
/// <param name="Multiplier">Of the sum, to the pre-activation; of a compressed row, with six bits of mantissa.</param>
/// <param name="Bias">In units of W·x.</param>
/// <param name="Shift">From units of W·x to those of U·r.</param>
/// <param name="Step">Units of W·x that one level counts; 1 where there are no levels.</param>
readonly record struct QuantizedRow(float Multiplier, int Bias, byte Shift, byte Step);
