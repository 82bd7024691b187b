namespace EdgeLstm.Quantize.Passes.Cells;

/// <summary>What the rows of a compressed group have in common: see <see cref="EdgeLstm.PackedRows"/>.</summary>
/// <param name="MinMultiplier">15 octaves below the largest.</param>
/// <param name="Shift">From units of W·x to those of U·r, the same for all rows with levels.</param>
/// <param name="MaxBias">The largest magnitude that an int16 with the group's shift holds.</param>
readonly record struct GroupLimits(double MinMultiplier, int Shift, double MaxBias)
{
    /// <summary>The largest of four bits.</summary>
    public const int MaxBiasShift = 15;

    /// <summary>So much more than what is missing, as six bits' mantissa is a step further then.</summary>
    public const double More = 1.01;

    const double Saturated = 65536; // twice the int16 of a pre-activation

    public static readonly GroupLimits None = new(0, 0, double.PositiveInfinity);

    /// <summary>The largest of a bias with <paramref name="shift"/>.</summary>
    public static double Most(int shift) => (double)short.MaxValue * (1 << shift);

    /// <summary>The least multiplier beside the largest one.</summary>
    public static double Least(double maxMultiplier) => Math.ScaleB(1, Math.ILogB(maxMultiplier) - 15);

    /// <summary>
    /// A bias so far out that the row's gate stands still whatever comes in: as far as keeps it there, since what a row's bias takes, its
    /// group's multipliers and biases have to reach.
    /// </summary>
    /// <param name="reach">The largest that the rest of the sum can be; rounding may double it.</param>
    /// <param name="unit">Units of the pre-activation per 1.</param>
    public static double Bias(double bias, double reach, double unit)
    {
        double most = 2 * reach + Saturated / unit;
        return Math.Clamp(bias, -most, most);
    }
}
