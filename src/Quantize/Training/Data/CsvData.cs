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
    readonly TableSettings _settings;
    readonly SeriesReader _table;
    readonly IReadOnlyList<Series> _series;
    readonly IReadOnlyList<string> _features;
    readonly TargetColumns[] _targets;
    readonly List<string> _notes;

    readonly HoldOut _holdOut;

    /// <summary>Per series: the first row that is held out.</summary>
    readonly int[] _cut;

    readonly Normalisation[] _inputs;

    CsvData(IReadOnlyList<string> paths, TableSettings settings, int seed, Action<double>? reading)
    {
        _settings = settings;
        _table = SeriesReader.Read(paths, settings.Columns with { Reading = reading });
        (_series, _features, _notes) = (_table.Series, _table.Features, []);
        _targets = [.. settings.Targets.Select((target, k) => TargetColumns.Of(_series, settings, k))];
        TargetColumns.RequireEvents(_targets, settings, _series[0].File);
        _holdOut = HoldOut.Of(_series, _targets, settings, seed);
        _cut = _holdOut.Cut;
        _inputs = [.. _features.Select((_, k) => Normalisation.Of(Learned(k)))];
    }

    /// <param name="reading">Told how much of the tables has been read, from 0 to 1.</param>
    public static TrainingData Load(IReadOnlyList<string> paths, TableSettings settings, int seed, Action<double>? reading = null) =>
        new CsvData(paths, settings, seed, reading).Build(paths);

    /// <summary>Feature <paramref name="k"/> in the rows that are learned from.</summary>
    IEnumerable<double> Learned(int k)
    {
        for (int s = 0; s < _series.Count; s++)
            for (int row = 0; row < _cut[s]; row++)
                yield return _table.Values[(_series[s].First + row) * _features.Count + k];
    }

    TrainingData Build(IReadOnlyList<string> paths)
    {
        var filler = new GapFiller(_settings.Missing, _settings.Rule.Limit, [.. _inputs.Select(input => input.Mean)]);
        // In place, since the table may fill the memory.
        FilledSeries[] filled = [.. _series.Select(each => filler.Fill(each.Values, each.Values))];
        float[] samples = _table.Values;
        for (int at = 0; at < samples.Length; at++)
            samples[at] = float.IsFinite(samples[at]) ? _inputs[at % _inputs.Length].Apply(samples[at]) : 0; // no window reads the zero

        var cuts = new WindowCutter(_settings, _series, filled, _targets, _cut).Cut();
        RequireEnough(cuts);
        string[] warnings = [.. Warnings(cuts)];
        var gaps = new GapReport(_settings, _features, filler, cuts);
        var values = Targets(cuts);
        Explain(cuts);
        return new()
        {
            Task = _settings.Task,
            Inputs = [.. _features.Select((name, k) => new Channel(name, _table.Unit(name), (float)_inputs[k].Mean, (float)_inputs[k].Scale))],
            Outputs = values.Outputs,
            Heads = values.Heads,
            Windows = new(_settings.Window, _features.Count, values.Outputs.Count, samples, [.. cuts.Starts], values.Values)
            {
                Lengths = _settings.EveryStep ? [.. cuts.Lengths] : null,
            },
            Train = [.. cuts.Train],
            Validation = [.. cuts.Held],
            Hash = FileHash.Of(paths),
            Groups = [.. cuts.Series.Select(s => _series[s].Group)],
            Classes = [.. _targets.Where(target => target.Classes.Length > 0).Select(target => (target.Target.Column!, target.Classes))],
            Missing = _settings.Rule,
            FirstLines = [$"{cuts.Train.Count} windows to learn from; {cuts.Held.Count} to choose by: {_holdOut.Words}", .. _table.Notes, .. _targets.SelectMany(TargetWords.Of), .. gaps.Lines(), .. warnings.Concat(gaps.Warnings()).Select(warning => $"warning: {warning}")],
            Notes = _notes,
        };
    }

    TargetValues Targets(WindowCuts cuts)
    {
        var values = new TargetValues();
        if (_settings.Task == TaskKind.Anomaly)
        {
            values.AddNextSample(_features, _inputs, _table.Values,
                [.. cuts.Places.Select(place => _series[place.Series].First + place.Row)]);
            return values;
        }

        int[] learned = Places(cuts, held: false);
        foreach (var target in _targets)
        {
            double[] raw = Raw(target, cuts);
            if (target.Target.Task == TaskKind.Classification)
                values.AddClass(target, raw, learned, _series[0].File);
            else if (values.AddNumber(target.OutputNames[0], _table.Unit(target.Target.Column!), raw, learned))
                _notes.Add($"'{target.Target.Column}' does not change in the data to learn from");
        }

        return values;
    }

    /// <summary>Those to learn from, or held out: places are windows, or all rows.</summary>
    int[] Places(WindowCuts cuts, bool held) => _settings.EveryStep ? [.. cuts.Places.Index().Where(each => each.Item.Row >= _cut[each.Item.Series] == held).Select(each => each.Index)] : [.. held ? cuts.Held : cuts.Train];

    static double[] Raw(TargetColumns target, WindowCuts cuts) => [.. cuts.Places.Select(place => target.Values[place.Series][place.Row])];

    IEnumerable<string> Warnings(WindowCuts cuts) => _settings.Task == TaskKind.Anomaly ? []
        : _targets.SelectMany(target => HoldOutCheck.Warnings(target, Raw(target, cuts), Places(cuts, held: false), Places(cuts, held: true), _holdOut.Words, _series[0].File));

    void RequireEnough(WindowCuts cuts)
    {
        if (cuts.Train.Count > 0 && (cuts.Held.Count > 0 || _settings.Validation == 0 && _settings.HoldOut.Count == 0))
            return;
        int longest = _series.Max(each => each.Rows);
        throw new ModelException(ErrorCatalogue.TooFewWindows,
            $"{cuts.Train.Count} windows to learn from and {cuts.Held.Count} to choose by: {cuts.ShortGroups} of {_series.Count} groups are shorter than {_settings.Window + _settings.Ahead} samples (the longest has {longest}), {cuts.Missing} {Missing}, {cuts.Blank} no target, {cuts.Abnormal} samples that are not normal, {cuts.Straddling} lie across the cut",
            "both above 0", "give more data, a shorter --window or another --validation", _series[0].File);
    }

    string Missing => _settings.EveryStep ? "samples have missing values" : "windows have missing values";

    void Explain(WindowCuts cuts)
    {
        if (cuts.ShortGroups > 0)
            _notes.Add($"left out {cuts.ShortGroups} of {_series.Count} groups: shorter than {_settings.Window + _settings.Ahead} samples");
        if (cuts.Missing > 0)
            _notes.Add($"left out {cuts.Missing} {Missing.Replace(" have ", " with ", StringComparison.Ordinal)}{(_settings.EveryStep ? ": a new window begins behind each" : "")}");
        if (cuts.Blank > 0)
            _notes.Add($"left out {cuts.Blank} windows without a target");
        if (cuts.Abnormal > 0)
            _notes.Add($"left out {cuts.Abnormal} windows with samples that are not normal");
        if (cuts.Straddling > 0)
            _notes.Add($"left out {cuts.Straddling} windows that lie across the cut");
        foreach (var (k, name) in _features.Index())
            if (_inputs[k].IsConstant)
                _notes.Add($"'{name}' stands still in the data to learn from: it tells the network nothing");
    }
}
