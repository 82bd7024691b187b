namespace EdgeLstm.Kernels;

/// <summary>
/// acc = (bias &lt;&lt; shift) + (step of W &lt;&lt; shift)·Σ levels·x + step of U·Σ levels·h: rows whose weights are few multiples of a
/// step, on processors without a dot product. Products of levels are added in int16, nothing is widened before all are, and int8
/// activations alone are that small. A row has two such sums over x and two over h, of inputs 0, 1, 4, 5, 8, 9… and of 2, 3, 6, 7, 10, 11….
/// Where one could leave an int16, its half of all panels holds int8 weights.
/// </summary>
static class LevelSums
{
    /// <summary>
    /// The most that the positive levels of a sum may add up to, and the negative ones: 128 times 255, the greatest x + 128, fits, and 128
    /// times 127 plus 128 times 128, the greatest x and −x.
    /// </summary>
    public const int Max = 128;

    /// <summary>The greatest number that divides all weights: what a level of 1 counts.</summary>
    public static int Step(ReadOnlySpan<sbyte> row)
    {
        int step = 0;
        foreach (int weight in row)
            for (int rest = Math.Abs(weight); rest != 0;)
                (step, rest) = (rest, step % rest);
        return Math.Max(step, 1);
    }

    /// <summary>Whether the sums of a row fit, and the step of W in units of U's an int16.</summary>
    public static bool Fit(ReadOnlySpan<sbyte> w, ReadOnlySpan<sbyte> u, int shift) =>
        SumsFit(w) && SumsFit(u) && Step(w) << shift <= short.MaxValue;

    static bool SumsFit(ReadOnlySpan<sbyte> row)
    {
        Span<int> sums = stackalloc int[4];
        for (int k = 0; k < row.Length; k++)
            sums[(k & 2) + (row[k] < 0 ? 1 : 0)] += Math.Abs((int)row[k]);
        int most = Max * Step(row);
        return sums[0] <= most && sums[1] <= most && sums[2] <= most && sums[3] <= most;
    }

    /// <summary>
    /// What such a row has in the places of bias and shift, with c = step of W &lt;&lt; shift and d = step of U: with one sum a row (x64),
    /// bias &lt;&lt; shift less 128·((Σ W &lt;&lt; shift) + Σ U); c and −d, an int16 each. With two (Arm), bias &lt;&lt; shift; −d in the
    /// first plane, c in the second. A shift is never negative. Returns the steps.
    /// </summary>
    public static unsafe (int OfW, int OfU) PackConstants(
        int* biases, int* shifts, int panelRow, int sums, int bias, int shift, ReadOnlySpan<sbyte> w, ReadOnlySpan<sbyte> u)
    {
        int stepOfW = Step(w), stepOfU = Step(u);
        if (sums == 1)
        {
            biases[panelRow] = (bias - 128 * Sum(w) << shift) - 128 * Sum(u);
            shifts[panelRow] = -stepOfU << 16 | stepOfW << shift;
        }
        else
        {
            biases[panelRow] = bias << shift;
            shifts[panelRow] = -stepOfU;
            shifts[Panel.Rows + panelRow] = stepOfW << shift;
        }

        return (stepOfW, stepOfU);
    }

    static int Sum(ReadOnlySpan<sbyte> row)
    {
        int sum = 0;
        foreach (int weight in row)
            sum += weight;
        return sum;
    }
}
