namespace EdgeLstm.Quantize.Evaluation;

/// <summary>The error where the truth is <paramref name="From"/> to <paramref name="To"/>.</summary>
/// <param name="Rmse">Root of the mean squared error.</param>
/// <param name="Bias">Mean of answer − truth.</param>
readonly record struct ErrorBin(double From, double To, int Count, double Rmse, double Bias)
{
    public double Centre => (From + To) / 2;
}

/// <summary>Errors by what is true: for a remaining life, how good the answers are near the end.</summary>
static class ErrorBins
{
    const int Most = 10;

    /// <summary>Up to ten stretches of the same length, without the empty ones.</summary>
    public static IReadOnlyList<ErrorBin> Of(IReadOnlyList<float> found, IReadOnlyList<double> truth)
    {
        double least = truth.Min(), step = (truth.Max() - least) / Most;
        return [.. Enumerable.Range(0, truth.Count)
            .GroupBy(n => step > 0 ? Math.Min(Most - 1, (int)((truth[n] - least) / step)) : 0)
            .OrderBy(bin => bin.Key)
            .Select(bin => new ErrorBin(least + bin.Key * step, least + (bin.Key + 1) * step, bin.Count(),
                Math.Sqrt(bin.Average(n => (found[n] - truth[n]) * (found[n] - truth[n]))), bin.Average(n => found[n] - truth[n])))];
    }
}
