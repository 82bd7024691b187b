using EdgeLstm.Quantize.Data;

namespace EdgeLstm.Quantize.Search;

/// <summary>The beginning of some samples, and their end.</summary>
readonly record struct Split(Dataset First, Dataset Last)
{
    const double LastShare = 0.2;

    /// <summary>
    /// By windows, or where there is but one, of a model that <paramref name="streams"/>, by its steps; null where it cannot be parted.
    /// </summary>
    public static Split? Of(Dataset data, bool streams)
    {
        if (data.Windows > 1)
        {
            int last = Math.Max(1, (int)Math.Round(data.Windows * LastShare)), at = data.Windows - last;
            int before = at; // of windows that slide over a series, those that see some of the last ones' samples belong to neither
            while (before > 1 && data.First(before - 1) < data.First(at)
                && data.First(before - 1) + data.Length(before - 1) > data.First(at))
                before--;
            return new(data.Slice(0, before), data.Slice(at, last));
        }

        int steps = (int)Math.Round(data.Steps * LastShare), from = (data.Steps - steps) * data.Features;
        if (!streams || steps < 2 || data.Steps - steps < 2)
            return null;
        return new(Part(data.Values[..from], data.Steps - steps), Part(data.Values[from..], steps));

        Dataset Part(float[] values, int length) =>
            data with { Steps = length, Values = values, Starts = null, Lengths = null, Series = [new("", 0, length)] };
    }

    /// <summary>Evenly chosen windows of at most so many steps together.</summary>
    public static Dataset Subsample(Dataset data, int maxSteps)
    {
        int keep = Math.Max(1, maxSteps / data.Steps);
        return data.Windows <= keep ? data : data.Choose([.. Enumerable.Range(0, keep).Select(n => Nth(n, keep, data.Windows))]);
    }

    /// <summary>Which of <paramref name="all"/> is number <paramref name="n"/> of <paramref name="kept"/>.</summary>
    public static int Nth(int n, int kept, int all) => (int)((long)n * all / kept);
}
