namespace EdgeLstm.Quantize.Training.Data;

/// <summary>Mean and standard deviation of one column.</summary>
readonly record struct Normalisation(double Mean, double Scale, bool IsConstant)
{
    /// <summary>Of the finite ones among <paramref name="values"/>. A column that stands still has scale 1: it becomes zeros.</summary>
    public static Normalisation Of(IEnumerable<double> values)
    {
        // Welford's recurrence: a mean far from 0 costs no digits.
        double mean = 0, squares = 0;
        long count = 0;
        foreach (double value in values)
        {
            if (!double.IsFinite(value))
                continue;
            count++;
            double d = value - mean;
            mean += d / count;
            squares += d * (value - mean);
        }

        double deviation = count == 0 ? 0 : Math.Sqrt(squares / count);
        bool constant = deviation <= 1e-6 * Math.Max(1e-30, Math.Abs(mean));
        // Both as float, as the model will store them.
        return new((float)mean, constant ? 1 : (float)deviation, constant);
    }

    public float Apply(double value) => (float)((value - Mean) / Scale);
}
