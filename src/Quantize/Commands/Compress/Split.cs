using EdgeLstm.Quantize.Data;

namespace EdgeLstm.Quantize.Commands;

/// <summary>The beginning of some samples, and their end.</summary>
readonly record struct Split(Dataset First, Dataset Last)
{
    const double LastShare = 0.2;

    /// <summary>By windows, or where there is but one, of a model that <paramref name="streams"/>, by its steps; null where it cannot be parted.</summary>
    public static Split? Of(Dataset data, bool streams)
    {
        if (data.Windows > 1)
        {
            int last = Math.Max(1, (int)Math.Round(data.Windows * LastShare)), at = (data.Windows - last) * data.Steps * data.Features;
            return new(data with { Windows = data.Windows - last, Values = data.Values[..at] }, data with { Windows = last, Values = data.Values[at..] });
        }

        int steps = (int)Math.Round(data.Steps * LastShare), from = (data.Steps - steps) * data.Features;
        if (!streams || steps < 2 || data.Steps - steps < 2)
            return null;
        return new(data with { Steps = data.Steps - steps, Values = data.Values[..from] }, data with { Steps = steps, Values = data.Values[from..] });
    }

    /// <summary>Evenly chosen windows of at most so many steps together.</summary>
    public static Dataset Thin(Dataset data, int mostSteps)
    {
        int keep = Math.Max(1, mostSteps / data.Steps), width = data.Steps * data.Features;
        if (data.Windows <= keep)
            return data;
        var values = new float[keep * width];
        for (int n = 0; n < keep; n++)
            data.Window((int)((long)n * data.Windows / keep)).CopyTo(values.AsSpan(n * width));
        return data with { Windows = keep, Values = values };
    }
}
