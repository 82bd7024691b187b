namespace EdgeLstm.Quantize.Passes.Cells;

/// <summary>What the rows of a compressed group have in common.</summary>
/// <param name="LeastMultiplier">15 octaves below the largest.</param>
/// <param name="Shift">Of rows with levels.</param>
readonly record struct GroupLimits(double LeastMultiplier, int Shift)
{
    public static readonly GroupLimits None = new(0, -1);

    public static GroupLimits Of(IEnumerable<QuantizedRow> rows) =>
        new(Math.ScaleB(1, Math.ILogB(rows.Max(row => row.Multiplier)) - 15), rows.Max(row => row.Shift));
}
