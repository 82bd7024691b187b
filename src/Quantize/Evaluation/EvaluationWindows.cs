using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Training;
using EdgeLstm.Quantize.Training.Data;

namespace EdgeLstm.Quantize.Evaluation;

/// <summary>Every window of a user's tables, in the user's units, with what is true of it; of a stream, every sample.</summary>
sealed record EvaluationWindows
{
    /// <summary>The windows, with what stands in for missing values; null for a stream.</summary>
    public required Dataset? Samples { get; init; }

    /// <summary>Per window: the target, the number of its class, or 1 for a sample that is not normal.</summary>
    public required double[] Truth { get; init; }

    /// <summary>Per window: which series, and which of its rows the truth is of.</summary>
    public required (int Series, int Row)[] Places { get; init; }

    public required IReadOnlyList<Series> Series { get; init; }

    public required TargetColumns Targets { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The column of times; null where there is none.</summary>
    public string? Time { get; init; }

    public int Count => Truth.Length;

    /// <summary>One for each target, which differ in their truth alone.</summary>
    public static IReadOnlyList<EvaluationWindows> Read(IReadOnlyList<string> paths, TableSettings settings, GapFiller filler,
        IReadOnlyList<string> outputs, IReadOnlyDictionary<string, IReadOnlyList<string>> classes, Action<double>? reading = null)
    {
        var table = SeriesReader.Read(paths, settings.Columns with { IsOfModel = true, KeepsTimes = true, Reading = reading });
        var (series, notes) = (table.Series, table.Notes);
        var targets = Columns(series, settings, outputs, classes);
        TargetColumns.RequireEvents(targets, settings, series[0].File);
        notes.AddRange(targets.SelectMany(target => TargetWords.Of(target).Append(target.Note)).OfType<string>());
        int length = settings.EveryStep ? 1 : settings.Window, ahead = settings.Ahead, leftOut = 0;
        var (starts, places) = (new List<int>(), new List<(int Series, int Row)>());
        for (int s = 0; s < series.Count; s++)
        {
            // A stream's samples reach the model as they came: it has the same rule.
            var filled = filler.Fill(series[s].Values, settings.EveryStep ? new float[series[s].Values.Length] : series[s].Values);
            for (int start = 0; start + length + ahead <= series[s].Rows; start += settings.Stride ?? 1)
            {
                int row = start + length + ahead - 1;
                // Nothing stands in for what an answer is compared with.
                bool isTold = targets.All(target => double.IsFinite(target.Values[s][row]))
                    && (settings.Task != TaskKind.Anomaly || filled.IsWhole(row));
                if (!isTold || !Enumerable.Range(start, length).All(filled.IsComplete))
                {
                    leftOut++;
                    continue;
                }

                starts.Add(series[s].First + start);
                places.Add((s, row));
            }
        }

        if (places.Count == 0)
            throw new ModelException(ErrorCatalogue.TooFewWindows,
                $"no complete window of {length + ahead} samples in {series.Count} groups", "one at least", "give longer data", paths[0]);
        if (leftOut > 0)
            notes.Add($"left out {leftOut} {(settings.EveryStep ? "samples" : "windows")} with missing values");
        if (filler.Missing.Sum() is > 0 and var missing && filler.Fills)
            notes.Add($"{missing} of {filler.Values} values are missing and were filled by the model's rule: "
                + $"{filler.Held} held from the samples before, {filler.Averaged} taken as the mean of training");
        (int, int)[] at = [.. places];
        int features = table.Features.Count;
        var samples = settings.EveryStep ? null : new Dataset(starts.Count, length, features, table.Values) { Starts = [.. starts] };
        return [.. targets.Select(target => new EvaluationWindows { Samples = samples, Truth = Truths(target, at), Places = at,
            Series = series,
            Targets = target, Notes = notes, Time = settings.Time })];
    }

    static double[] Truths(TargetColumns target, (int Series, int Row)[] places) =>
        [.. places.Select(place => target.Values[place.Series][place.Row])
            .Select(value => target.Target.Task != TaskKind.Anomaly ? value : value != 0 ? 1 : 0)];

    /// <summary>
    /// Each target with the model's outputs for it: a number or two classes have one, more classes those whose names begin alike.
    /// </summary>
    static List<TargetColumns> Columns(IReadOnlyList<Series> series, TableSettings settings, IReadOnlyList<string> outputs,
        IReadOnlyDictionary<string, IReadOnlyList<string>> classes)
    {
        var columns = new List<TargetColumns>();
        for (int k = 0, at = 0; k < settings.Targets.Count; k++)
        {
            string prefix = TargetColumns.Prefix(settings, k);
            int count = settings.Targets.Count == 1 ? outputs.Count
                : Math.Max(1, settings.Targets[k].Task == TaskKind.Classification
                ? outputs.Skip(at).TakeWhile(name => name.StartsWith(prefix, StringComparison.Ordinal)).Count() : 1);
            columns.Add(TargetColumns.Of(series, settings, k, [.. outputs.Skip(at).Take(count)], Trained(settings.Targets[k].Column)));
            at += count;
        }

        return columns;

        // A table may call the model's one target by another name.
        IReadOnlyList<string>? Trained(string? column) => column is null ? null : classes.GetValueOrDefault(column)
            ?? (settings.Targets.Count == 1 && classes.Count == 1 ? classes.Values.First() : null);
    }
}
