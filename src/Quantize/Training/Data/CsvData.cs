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
    readonly IReadOnlyList<Series> series;
    readonly IReadOnlyList<string> features;
    readonly TargetColumns targets;
    readonly List<string> notes;

    /// <summary>Per series: the first row that is held out.</summary>
    readonly int[] cut;

    readonly Normalisation[] inputs;
    int missing, straddling, shortGroups;

    CsvData(IReadOnlyList<string> paths, CsvSettings settings, int seed)
    {
        this.settings = settings;
        (series, features, notes) = SeriesReader.Read(paths, settings);
        targets = TargetColumns.Of(series, settings);
        cut = Cut(seed);
        inputs = [.. features.Select((_, k) => Normalisation.Of(series.SelectMany((each, s) => each.Rows.Take(cut[s])).Select(row => row[k])))];
    }

    /// <summary>Rows after a window's last in which its target is.</summary>
    int Ahead => settings.Task switch { TaskKind.Forecast => settings.Horizon, TaskKind.Anomaly => 1, _ => 0 };

    public static TrainingData Load(IReadOnlyList<string> paths, CsvSettings settings, int seed) => new CsvData(paths, settings, seed).Build(paths);

    TrainingData Build(IReadOnlyList<string> paths)
    {
        var samples = new List<float>();
        var (starts, places) = (new List<int>(), new List<(int Series, int Row)>());
        var (train, held) = (new List<int>(), new List<int>());
        for (int s = 0; s < series.Count; s++)
        {
            int first = samples.Count / features.Count;
            foreach (var row in series[s].Rows)
                for (int k = 0; k < row.Length; k++)
                    samples.Add(double.IsFinite(row[k]) ? inputs[k].Apply(row[k]) : 0); // no window reads the zero
            if (series[s].Rows.Count < settings.Window + Ahead)
                shortGroups++;
            for (int start = 0; start + settings.Window + Ahead <= series[s].Rows.Count; start += settings.Stride)
            {
                int last = start + settings.Window + Ahead;
                if (!IsComplete(s, start))
                    missing++;
                else if (start < cut[s] && last > cut[s])
                    straddling++;
                else
                {
                    (last <= cut[s] ? train : held).Add(starts.Count);
                    starts.Add(first + start);
                    places.Add((s, last - 1));
                }
            }
        }

        RequireEnough(train, held);
        var (outputs, values) = Targets(places, train);
        Explain(train, held);
        return new()
        {
            Task = settings.Task,
            Inputs = [.. features.Select((name, k) => new Channel(name, "", (float)inputs[k].Mean, (float)inputs[k].Scale))],
            Outputs = outputs,
            Windows = new(settings.Window, features.Count, outputs.Length, [.. samples], [.. starts], values),
            Train = [.. train],
            Validation = [.. held],
            Hash = FileHash.Of(paths),
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

    /// <summary>No missing value in the window, nor in its target; for anomalies, nothing but normal samples.</summary>
    bool IsComplete(int s, int start)
    {
        var rows = series[s].Rows;
        for (int row = start; row < start + settings.Window; row++)
            if (Array.Exists(rows[row], value => !double.IsFinite(value)) || settings.Task == TaskKind.Anomaly && targets.Values[s][row] != 0)
                return false;
        int target = start + settings.Window + Ahead - 1;
        return double.IsFinite(targets.Values[s][target])
            && (settings.Task != TaskKind.Anomaly || targets.Values[s][target] == 0 && Array.TrueForAll(rows[target], double.IsFinite));
    }

    (Channel[] Outputs, float[] Values) Targets(List<(int Series, int Row)> places, List<int> train)
    {
        if (settings.Task == TaskKind.Anomaly)
            return ([.. features.Select((name, k) => new Channel($"{name}_next", "", (float)inputs[k].Mean, (float)inputs[k].Scale))],
                [.. places.SelectMany(place => series[place.Series].Rows[place.Row].Select((value, k) => inputs[k].Apply(value)))]);
        double[] raw = [.. places.Select(place => targets.Values[place.Series][place.Row])];
        if (settings.Task == TaskKind.Classification)
        {
            int seen = train.Select(window => raw[window]).Distinct().Count();
            if (seen < 2)
                throw new ModelException(ErrorCatalogue.OneClassOnly, $"windows of {seen} class among those to learn from", "two at least", "give more groups, another --seed, or a smaller --validation", series[0].File);
            return targets.Outputs == 1
                ? ([new($"p_{targets.Classes[1]}")], [.. raw.Select(value => (float)value)])
                : ([.. targets.Classes.Select(name => new Channel($"p_{name}"))], [.. raw.SelectMany(value => Enumerable.Range(0, targets.Outputs).Select(o => o == (int)value ? 1f : 0f))]);
        }

        var spread = Normalisation.Of(train.Select(window => raw[window]));
        if (spread.IsConstant)
            notes.Add($"'{settings.Target}' does not change in the data to learn from");
        string name = settings.Task == TaskKind.Forecast ? $"{settings.Target}_ahead_{settings.Horizon}" : settings.Target!;
        return ([new(name, "", (float)spread.Mean, (float)spread.Scale)], [.. raw.Select(spread.Apply)]);
    }

    void RequireEnough(List<int> train, List<int> held)
    {
        if (train.Count > 0 && (held.Count > 0 || settings.Validation == 0))
            return;
        int longest = series.Max(each => each.Rows.Count);
        throw new ModelException(ErrorCatalogue.TooFewWindows,
            $"{train.Count} windows to learn from and {held.Count} to choose by: {shortGroups} of {series.Count} groups are shorter than {settings.Window + Ahead} samples (the longest has {longest}), {missing} windows have {Incomplete}, {straddling} lie across the cut",
            "both above 0", "give more data, a shorter --window or another --validation", series[0].File);
    }

    string Incomplete => settings.Task == TaskKind.Anomaly ? "missing values or samples that are not normal" : "missing values";

    void Explain(List<int> train, List<int> held)
    {
        string how = settings.Validation == 0 ? "nothing is held out" : series.Count >= GroupsToSplit ? $"{cut.Count(row => row == 0)} of {series.Count} groups" : $"the last {settings.Validation:P0} of each group";
        notes.Insert(0, $"{train.Count} windows to learn from; {held.Count} to choose by: {how}");
        if (shortGroups > 0)
            notes.Add($"left out {shortGroups} of {series.Count} groups: shorter than {settings.Window + Ahead} samples");
        if (missing > 0)
            notes.Add($"left out {missing} windows with {Incomplete}");
        if (straddling > 0)
            notes.Add($"left out {straddling} windows that lie across the cut");
        foreach (var (k, name) in features.Index())
            if (inputs[k].IsConstant)
                notes.Add($"'{name}' stands still in the data to learn from: it tells the network nothing");
        if (targets.Classes.Length > 2)
            notes.Add($"classes: {string.Join(", ", targets.Classes)}");
        else if (targets.Classes.Length == 2)
            notes.Add($"the output is the probability of '{targets.Classes[1]}'; the other class is '{targets.Classes[0]}'");
    }
}
