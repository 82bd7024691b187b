using EdgeLstm.Generator.Diagnostics;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Training.Engine;

namespace EdgeLstm.Quantize.Training.Data;

/// <summary>
/// Training data out of a user's tables. Held out to choose by are whole groups where there are five or more, else the end of each: windows that would see both sides of the cut are left out. What is learned about
/// the data's spread is learned on the other side.
/// </summary>
sealed class CsvData
{
    const int SplitPurpose = 3, GroupsToSplit = 5;

    readonly CsvSettings settings;
    readonly SeriesReader table;
    readonly IReadOnlyList<Series> series;
    readonly IReadOnlyList<string> features;
    readonly TargetColumns[] targets;
    readonly List<string> notes;

    /// <summary>Per series: the first row that is held out.</summary>
    readonly int[] cut;

    readonly Normalisation[] inputs;

    CsvData(IReadOnlyList<string> paths, CsvSettings settings, int seed)
    {
        this.settings = settings;
        table = SeriesReader.Read(paths, settings);
        (series, features, notes) = (table.Series, table.Features, table.Notes);
        targets = [.. settings.Targets.Select((target, k) => TargetColumns.Of(series, settings, k))];
        cut = Cut(seed);
        inputs = [.. features.Select((_, k) => Normalisation.Of(series.SelectMany((each, s) => each.Rows.Take(cut[s])).Select(row => row[k])))];
    }

    public static TrainingData Load(IReadOnlyList<string> paths, CsvSettings settings, int seed) => new CsvData(paths, settings, seed).Build(paths);

    TrainingData Build(IReadOnlyList<string> paths)
    {
        var samples = new List<float>();
        foreach (var row in series.SelectMany(each => each.Rows))
            for (int k = 0; k < row.Length; k++)
                samples.Add(double.IsFinite(row[k]) ? inputs[k].Apply(row[k]) : 0); // no window reads the zero

        var cuts = new WindowCutter(settings, series, targets, cut).Cut();
        RequireEnough(cuts);
        var values = Targets(cuts);
        Explain(cuts);
        return new()
        {
            Task = settings.Task,
            Inputs = [.. features.Select((name, k) => new Channel(name, table.Unit(name), (float)inputs[k].Mean, (float)inputs[k].Scale))],
            Outputs = values.Outputs,
            Heads = values.Heads,
            Windows = new(settings.Window, features.Count, values.Outputs.Count, [.. samples], [.. cuts.Starts], values.Values) { Lengths = settings.EveryStep ? [.. cuts.Lengths] : null },
            Train = [.. cuts.Train],
            Validation = [.. cuts.Held],
            Hash = FileHash.Of(paths),
            Groups = [.. cuts.Series.Select(s => series[s].Group)],
            Notes = notes,
        };
    }

    int[] Cut(int seed)
    {
        if (settings.Validation == 0)
            return [.. series.Select(each => each.Rows.Count)];
        if (series.Count < GroupsToSplit)
            return [.. series.Select(each => each.Rows.Count - (int)Math.Ceiling(settings.Validation * each.Rows.Count))];
        int[] order = [.. Enumerable.Range(0, series.Count)];
        new SeededRandom(SeededRandom.Derive((ulong)seed, SplitPurpose)).Shuffle<int>(order);
        var held = order[..Math.Clamp((int)Math.Round(settings.Validation * series.Count), 1, series.Count - 1)].ToHashSet();
        return [.. series.Select((each, s) => held.Contains(s) ? 0 : each.Rows.Count)];
    }

    TargetValues Targets(WindowCuts cuts)
    {
        var values = new TargetValues();
        if (settings.Task == TaskKind.Anomaly)
        {
            values.AddNextSample(features, inputs, cuts.Places.Select(place => series[place.Series].Rows[place.Row]));
            return values;
        }

        // Places are windows, or all rows.
        int[] learned = settings.EveryStep ? [.. cuts.Places.Index().Where(each => each.Item.Row < cut[each.Item.Series]).Select(each => each.Index)] : [.. cuts.Train];
        foreach (var target in targets)
        {
            double[] raw = [.. cuts.Places.Select(place => target.Values[place.Series][place.Row])];
            if (target.Target.Task == TaskKind.Classification)
                values.AddClass(target, raw, learned, series[0].File);
            else if (values.AddNumber(target.OutputNames[0], table.Unit(target.Target.Column!), raw, learned))
                notes.Add($"'{target.Target.Column}' does not change in the data to learn from");
        }

        return values;
    }

    void RequireEnough(WindowCuts cuts)
    {
        if (cuts.Train.Count > 0 && (cuts.Held.Count > 0 || settings.Validation == 0))
            return;
        int longest = series.Max(each => each.Rows.Count);
        throw new ModelException(ErrorCatalogue.TooFewWindows,
            $"{cuts.Train.Count} windows to learn from and {cuts.Held.Count} to choose by: {cuts.ShortGroups} of {series.Count} groups are shorter than {settings.Window + settings.Ahead} samples (the longest has {longest}), {cuts.Missing} {Missing}, {cuts.Straddling} lie across the cut",
            "both above 0", "give more data, a shorter --window or another --validation", series[0].File);
    }

    string Missing => settings.Task == TaskKind.Anomaly ? "windows have missing values or samples that are not normal" : settings.EveryStep ? "samples have missing values" : "windows have missing values";

    void Explain(WindowCuts cuts)
    {
        string how = settings.Validation == 0 ? "nothing is held out" : series.Count >= GroupsToSplit ? $"{cut.Count(row => row == 0)} of {series.Count} groups" : $"the last {settings.Validation:P0} of each group";
        notes.Insert(0, $"{cuts.Train.Count} windows to learn from; {cuts.Held.Count} to choose by: {how}");
        if (cuts.ShortGroups > 0)
            notes.Add($"left out {cuts.ShortGroups} of {series.Count} groups: shorter than {settings.Window + settings.Ahead} samples");
        if (cuts.Missing > 0)
            notes.Add($"left out {cuts.Missing} {Missing.Replace(" have ", " with ", StringComparison.Ordinal)}{(settings.EveryStep ? ": a new window begins behind each" : "")}");
        if (cuts.Straddling > 0)
            notes.Add($"left out {cuts.Straddling} windows that lie across the cut");
        foreach (var (k, name) in features.Index())
            if (inputs[k].IsConstant)
                notes.Add($"'{name}' stands still in the data to learn from: it tells the network nothing");
        foreach (var target in targets)
            if (target.Classes.Length > 2)
                notes.Add($"classes: {string.Join(", ", target.Classes)}");
            else if (target.Classes.Length == 2)
                notes.Add($"'{target.OutputNames[0]}' is the probability of '{target.Classes[1]}'; the other class is '{target.Classes[0]}'");
    }
}
