using EdgeLstm.Gates;

namespace EdgeLstm.Quantize.Passes.Cells;

/// <summary>Factors between int16 scales, and what they really are once rounded.</summary>
static class Scaling
{
    public const double One = 32768; // of Q15

    /// <summary>The nearest mantissa and doublings.</summary>
    public static CellScale Factor(double factor)
    {
        int doublings = 0;
        for (; factor * One > short.MaxValue + 0.5 && doublings < 15; factor /= 2)
            doublings++;
        return new((short)Math.Clamp(Math.Round(factor * One), 1, short.MaxValue), (short)doublings);
    }

    /// <summary>
    /// A factor close to <paramref name="factor"/> with an odd mantissa: half of a power of two's products are ties, which all round up.
    /// </summary>
    public static CellScale NoTies(double factor)
    {
        var scale = Factor(factor);
        return scale with { Mantissa = (short)(scale.Mantissa | 1) };
    }

    public static double Value(CellScale scale) => scale.Mantissa / One * (1 << scale.Doublings);

    /// <summary>
    /// Doublings so that <paramref name="largest"/> fits an int16 of <paramref name="unit"/> before them; six at most: more would leave too
    /// few bits.
    /// </summary>
    public static int Doublings(double largest, double unit)
    {
        int doublings = 0;
        while (doublings < 6 && largest * unit > (double)short.MaxValue * (1 << doublings))
            doublings++;
        return doublings;
    }

    /// <summary>
    /// Units of h per 1: int8 spends its 127 on the range seen, 5 % more in reserve; int16 keeps half of its own, where nothing bounds h.
    /// </summary>
    /// <param name="isInt8">Activations are int8, not int16.</param>
    /// <param name="largest">The greatest |h| seen.</param>
    /// <param name="bound">What |h| cannot pass, whatever the data.</param>
    public static double HiddenUnit(bool isInt8, double largest, double bound) => isInt8
        ? Math.Min(127 / Math.Min(1.05 * largest + 1e-3, bound), 4096)
        : 16384 / Math.Min(bound, Math.Max(2 * largest, 1e-3));
}
