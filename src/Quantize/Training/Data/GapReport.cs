using System.Globalization;

namespace EdgeLstm.Quantize.Training.Data;

/// <summary>What happened to missing values, in words, for before the first epoch.</summary>
sealed class GapReport(TableSettings settings, IReadOnlyList<string> features, GapFiller filler, WindowCuts cuts)
{
    /// <summary>The share of windows from which on a user has to know at once.</summary>
    const double Many = 0.1;

    const int NamedColumns = 6;

    string Limit => $"{settings.Rule.Limit} sample{(settings.Rule.Limit == 1 ? "" : "s")}";

    string Model => $"the last good value for {Limit} at most, then, and before the first one, the mean of training";

    public IEnumerable<string> Lines()
    {
        yield return settings.Missing switch
        {
            MissingPolicy.Interpolate => $"missing values: a straight line over gaps of up to {Limit}; the model on its stream cannot look ahead and takes {Model} (--missing interpolate)",
            MissingPolicy.Mean => "missing values: the mean of training, in the model too (--missing mean)",
            MissingPolicy.Drop => $"missing values: windows with one are left out; the model on its stream cannot leave out and takes {Model} (--missing drop)",
            _ => $"missing values: {Model}; the model does the same (--missing hold, --hold-limit {settings.Rule.Limit})",
        };
        if (filler.Missing.Sum() > 0)
            yield return Counts();
    }

    string Counts()
    {
        long missing = filler.Missing.Sum();
        var columns = filler.Missing.Index().Where(column => column.Item > 0).OrderByDescending(column => column.Item).ToList();
        string names = string.Join(", ", columns.Take(NamedColumns).Select(column => $"'{features[column.Index]}' {column.Item}"));
        (long Count, string What)[] parts = [(filler.Held, "held"), (filler.Interpolated, "interpolated"), (filler.Averaged, "taken as the mean")];
        string done = string.Join(", ", parts.Where(part => part.Count > 0).Select(part => $"{part.Count} {part.What}"));
        return string.Create(CultureInfo.InvariantCulture, $"missing are {missing} of {filler.Values} values ({Percent((double)missing / filler.Values)}): {names}{(columns.Count > NamedColumns ? $" and {columns.Count - NamedColumns} more columns" : "")}{(done.Length > 0 ? $"; {done}" : "")}");
    }

    /// <summary>What has to be known before training is worth its time.</summary>
    public IEnumerable<string> Warnings()
    {
        string what = settings.EveryStep ? "samples" : "windows";
        long all = settings.EveryStep ? cuts.Places.Count : cuts.Starts.Count + cuts.Missing + cuts.Blank + cuts.Abnormal + cuts.Straddling;
        if (cuts.Missing > Many * all)
            yield return $"{cuts.Missing} of {all} {what} ({Percent((double)cuts.Missing / all)}) are left out for a missing value; --missing hold keeps them";
        if (cuts.Blank > Many * all)
            yield return $"{cuts.Blank} of {all} {what} ({Percent((double)cuts.Blank / all)}) are left out: the target is missing";
        if (cuts.Unheld > Many * all)
            yield return $"in {cuts.Unheld} of {all} {what} ({Percent((double)cuts.Unheld / all)}) the mean stands in for a value: no good one was within {Limit} before it (--hold-limit)";
    }

    static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:g2} %");
}
