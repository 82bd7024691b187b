using EdgeLstm.Generator.Diagnostics;
using EdgeLstm.Quantize.Training;
using EdgeLstm.Quantize.Training.Data;

namespace EdgeLstm.Quantize.Commands;

/// <summary>Every window of a user's tables, in the user's units, with what is true of it.</summary>
sealed class EvaluationWindows
{
    /// <summary>[windows, steps, features].</summary>
    public required float[] Values { get; init; }

    /// <summary>Per window: the target, the number of its class, or 1 for a sample that is not normal.</summary>
    public required double[] Truth { get; init; }

    /// <summary>Per window: which series, and which of its rows the truth is of.</summary>
    public required (int Series, int Row)[] Places { get; init; }

    public required IReadOnlyList<Series> Series { get; init; }

    public required TargetColumns Targets { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }

    public int Count => Truth.Length;

    public static EvaluationWindows Read(IReadOnlyList<string> paths, CsvSettings settings, IReadOnlyList<string> outputs)
    {
        var (series, features, notes) = SeriesReader.Read(paths, settings);
        var targets = TargetColumns.Of(series, settings, outputs);
        int ahead = settings.Task switch { TaskKind.Forecast => settings.Horizon, TaskKind.Anomaly => 1, _ => 0 }, leftOut = 0;
        var (values, truth, places) = (new List<float>(), new List<double>(), new List<(int, int)>());
        for (int s = 0; s < series.Count; s++)
            for (int start = 0; start + settings.Window + ahead <= series[s].Rows.Count; start += settings.Stride)
            {
                int row = start + settings.Window + ahead - 1;
                var rows = series[s].Rows.GetRange(start, settings.Window);
                if (!double.IsFinite(targets.Values[s][row]) || rows.Append(series[s].Rows[row]).Any(samples => samples.Any(value => !double.IsFinite(value))))
                {
                    leftOut++;
                    continue;
                }

                foreach (var samples in rows)
                    values.AddRange(samples.Select(value => (float)value));
                truth.Add(settings.Task == TaskKind.Anomaly ? targets.Values[s][row] != 0 ? 1 : 0 : targets.Values[s][row]);
                places.Add((s, row));
            }

        if (truth.Count == 0)
            throw new ModelException(ErrorCatalogue.TooFewWindows, $"no complete window of {settings.Window + ahead} samples in {series.Count} groups", "one at least", "give longer data", paths[0]);
        if (leftOut > 0)
            notes.Add($"left out {leftOut} windows with missing values");
        return new() { Values = [.. values], Truth = [.. truth], Places = [.. places], Series = series, Targets = targets, Notes = notes };
    }
}
