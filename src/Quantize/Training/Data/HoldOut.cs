using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Training.Engine;

namespace EdgeLstm.Quantize.Training.Data;

/// <summary>
/// What is held out to choose by: groups that the user names, whole groups where there are five or more, else the end of each.
/// </summary>
/// <param name="Cut">Per series: the first row that is held out.</param>
/// <param name="Words">What the user is told of the split.</param>
sealed record HoldOut(int[] Cut, string Words)
{
    const int SplitPurpose = 3, GroupsToSplit = 5;

    public static HoldOut Of(IReadOnlyList<Series> series, IReadOnlyList<TargetColumns> targets, TableSettings settings, int seed)
    {
        if (settings.HoldOut.Count > 0)
            return Named(series, settings);
        if (settings.Validation == 0)
            return new([.. series.Select(each => each.Rows)], "nothing is held out");
        string[] kinds = [.. series.Select((_, s) => Kind(targets, s))];
        int[] order = [.. Enumerable.Range(0, series.Count)];
        new SeededRandom(SeededRandom.Derive((ulong)seed, SplitPurpose)).Shuffle<int>(order);
        if (series.Count >= GroupsToSplit && GroupSplit.Of(kinds, settings.Validation, order) is { } held)
            return Whole(series, held.Contains, $"{held.Count} of {series.Count} groups{(kinds.Distinct().Count() > 1 ? ", a share of each kind of class" : "")}");
        return new([.. series.Select(each => each.Rows - (int)Math.Ceiling(settings.Validation * each.Rows))],
            $"the last {settings.Validation:P0} of each group{(series.Count >= GroupsToSplit ? ", since no two groups have the same classes" : "")}");
    }

    static HoldOut Named(IReadOnlyList<Series> series, TableSettings settings)
    {
        string[] names = [.. series.Select(each => each.Group.Length > 0 ? each.Group : Path.GetFileName(each.File))];
        if (settings.HoldOut.FirstOrDefault(name => !names.Contains(name)) is { } unknown)
            throw new ModelException(ErrorCatalogue.BadTrainingData, $"no group '{unknown}' of --hold-out among {string.Join(", ", names.Distinct().Take(12).Select(name => $"'{name}'"))}", "groups of the table, or files where there is no --group",
                "correct the option", series[0].File);
        if (names.All(settings.HoldOut.Contains))
            throw new ModelException(ErrorCatalogue.TooFewWindows, "all groups in --hold-out", "one at least to learn from", "name fewer groups", series[0].File);
        return Whole(series, s => settings.HoldOut.Contains(names[s]), $"group{(settings.HoldOut.Count > 1 ? "s" : "")} {string.Join(", ", settings.HoldOut)}");
    }

    static HoldOut Whole(IReadOnlyList<Series> series, Func<int, bool> isHeld, string words) =>
        new([.. series.Select((each, s) => isHeld(s) ? 0 : each.Rows)], words);

    /// <summary>The classes that a series has, of every target that has classes.</summary>
    static string Kind(IReadOnlyList<TargetColumns> targets, int s) =>
        string.Join('|', targets.Where(target => target.Classes.Length > 0).Select(target => string.Join(',', target.Values[s].Where(double.IsFinite).Distinct().Order())));
}
