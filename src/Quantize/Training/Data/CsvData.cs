using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Training.Data;

/// <summary>
/// Training data out of a user's tables. Some are held out to choose by (<see cref="HoldOut"/>): windows that would see both sides of the
/// cut are left out. What is learned about the data's spread is learned on the
/// other side.
/// </summary>
sealed class CsvData
{
    readonly CsvSettings settings;
    readonly SeriesReader table;
    readonly IReadOnlyList<Series> series;
    readonly IReadOnlyList<string> features;
    readonly TargetColumns[] targets;
    readonly List<string> notes;

    readonly HoldOut holdOut;

    /// <summary>Per series: the first row that is held out.</summary>
    readonly int[] cut;

    readonly Normalisation[] inputs;

    CsvData(IReadOnlyList<string> paths, CsvSettings settings, int seed)
    {
        this.settings = settings;
        table = SeriesReader.Read(paths, settings.Columns);
        (series, features, notes) = (table.Series, table.Features, []);
        targets = [.. settings.Targets.Select((target, k) => TargetColumns.Of(series, settings, k))];
        TargetColumns.RequireEvents(targets, settings, series[0].File);
        holdOut = HoldOut.Of(series, targets, settings, seed);
        cut = holdOut.Cut;
        inputs = [.. features.Select((_, k) => Normalisation.Of(series.SelectMany((each, s) => each.Rows.Take(cut[s])).Select(row => row[k])))];
    }

    public static TrainingData Load(IReadOnlyList<string> paths, CsvSettings settings, int seed) => new CsvData(paths, settings, seed).Build(paths);

    TrainingData Build(IReadOnlyList<string> paths)
    {
        var filler = new GapFiller(settings.Missing, settings.Rule.Limit, [.. inputs.Select(input => input.Mean)]);
        FilledSeries[] filled = [.. series.Select(each => filler.Fill(each.Rows))];
        var samples = new List<float>();
        foreach (double[] row in filled.SelectMany(each => each.Rows))
            for (int k = 0; k < row.Length; k++)
                samples.Add(double.IsFinite(row[k]) ? inputs[k].Apply(row[k]) : 0); // no window reads the zero

        var cuts = new WindowCutter(settings, series, filled, targets, cut).Cut();
        RequireEnough(cuts);
        string[] warnings = [.. Warnings(cuts)];
        var gaps = new GapReport(settings, features, filler, cuts);
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
            Classes = [.. targets.Where(target => target.Classes.Length > 0).Select(target => (target.Target.Column!, target.Classes))],
            Missing = settings.Rule,
            FirstLines = [$"{cuts.Train.Count} windows to learn from; {cuts.Held.Count} to choose by: {holdOut.Words}", .. table.Notes, .. targets.SelectMany(TargetWords.Of), .. gaps.Lines(), .. warnings.Concat(gaps.Warnings()).Select(warning => $"warning: {warning}")],
            Notes = notes,
        };
    }

    TargetValues Targets(WindowCuts cuts)
    {
        var values = new TargetValues();
        if (settings.Task == TaskKind.Anomaly)
        {
            values.AddNextSample(features, inputs, cuts.Places.Select(place => series[place.Series].Rows[place.Row]));
            return values;
        }

        int[] learned = Places(cuts, held: false);
        foreach (var target in targets)
        {
            double[] raw = Raw(target, cuts);
            if (target.Target.Task == TaskKind.Classification)
                values.AddClass(target, raw, learned, series[0].File);
            else if (values.AddNumber(target.OutputNames[0], table.Unit(target.Target.Column!), raw, learned))
                notes.Add($"'{target.Target.Column}' does not change in the data to learn from");
        }

        return values;
    }

    /// <summary>Those to learn from, or held out: places are windows, or all rows.</summary>
    int[] Places(WindowCuts cuts, bool held) => settings.EveryStep ? [.. cuts.Places.Index().Where(each => each.Item.Row >= cut[each.Item.Series] == held).Select(each => each.Index)] : [.. held ? cuts.Held : cuts.Train];

    static double[] Raw(TargetColumns target, WindowCuts cuts) => [.. cuts.Places.Select(place => target.Values[place.Series][place.Row])];

    IEnumerable<string> Warnings(WindowCuts cuts) => settings.Task == TaskKind.Anomaly ? []
        : targets.SelectMany(target => HoldOutCheck.Warnings(target, Raw(target, cuts), Places(cuts, held: false), Places(cuts, held: true), holdOut.Words, series[0].File));

    void RequireEnough(WindowCuts cuts)
    {
        if (cuts.Train.Count > 0 && (cuts.Held.Count > 0 || settings.Validation == 0 && settings.HoldOut.Count == 0))
            return;
        int longest = series.Max(each => each.Rows.Count);
        throw new ModelException(ErrorCatalogue.TooFewWindows,
            $"{cuts.Train.Count} windows to learn from and {cuts.Held.Count} to choose by: {cuts.ShortGroups} of {series.Count} groups are shorter than {settings.Window + settings.Ahead} samples (the longest has {longest}), {cuts.Missing} {Missing}, {cuts.Blank} no target, {cuts.Abnormal} samples that are not normal, {cuts.Straddling} lie across the cut",
            "both above 0", "give more data, a shorter --window or another --validation", series[0].File);
    }

    string Missing => settings.EveryStep ? "samples have missing values" : "windows have missing values";

    void Explain(WindowCuts cuts)
    {
        if (cuts.ShortGroups > 0)
            notes.Add($"left out {cuts.ShortGroups} of {series.Count} groups: shorter than {settings.Window + settings.Ahead} samples");
        if (cuts.Missing > 0)
            notes.Add($"left out {cuts.Missing} {Missing.Replace(" have ", " with ", StringComparison.Ordinal)}{(settings.EveryStep ? ": a new window begins behind each" : "")}");
        if (cuts.Blank > 0)
            notes.Add($"left out {cuts.Blank} windows without a target");
        if (cuts.Abnormal > 0)
            notes.Add($"left out {cuts.Abnormal} windows with samples that are not normal");
        if (cuts.Straddling > 0)
            notes.Add($"left out {cuts.Straddling} windows that lie across the cut");
        foreach (var (k, name) in features.Index())
            if (inputs[k].IsConstant)
                notes.Add($"'{name}' stands still in the data to learn from: it tells the network nothing");
    }
}
