using EdgeLstm.Quantize.Data;

namespace EdgeLstm.Quantize.Training.Data;

/// <summary>
/// Cuts series into windows. No window has a value in it that is missing and for which nothing stands in, and none lies across the cut
/// between what is learned from and what is chosen by.
/// </summary>
sealed class WindowCutter(
    TableSettings settings, IReadOnlyList<Series> series, IReadOnlyList<FilledSeries> filled, IReadOnlyList<TargetColumns> targets,
    int[] cut)
{
    public WindowCuts Cut()
    {
        var cuts = new WindowCuts();
        int first = 0;
        for (int s = 0; s < series.Count; s++)
        {
            if (settings.EveryStep)
                EveryStep(s, first, cuts);
            else
                LastStep(s, first, cuts);
            first += series[s].Rows;
        }

        return cuts;
    }

    void LastStep(int s, int first, WindowCuts cuts)
    {
        int length = settings.Window + settings.Ahead;
        if (series[s].Rows < length)
            cuts.ShortGroups++;
        for (int start = 0; start + length <= series[s].Rows; start += settings.Step)
        {
            int end = start + length;
            if (!IsComplete(s, start))
                cuts.Missing++;
            else if (!HasTarget(s, end - 1))
                cuts.Blank++;
            else if (!IsNormal(s, start, end))
                cuts.Abnormal++;
            else if (start < cut[s] && end > cut[s])
                cuts.Straddling++;
            else
            {
                (end <= cut[s] ? cuts.Train : cuts.Held).Add(cuts.Starts.Count);
                cuts.Starts.Add(first + start);
                cuts.Series.Add(s);
                cuts.Places.Add((s, end - 1));
                cuts.Unheld += filled[s].Unheld.AsSpan(start, settings.Window).Contains(true) ? 1 : 0;
            }
        }
    }

    /// <summary>Windows of up to the given length, from the series' first row and anew behind each row with a missing value.</summary>
    void EveryStep(int s, int first, WindowCuts cuts)
    {
        int count = series[s].Rows;
        for (int row = 0; row < count; row++)
        {
            cuts.Places.Add((s, row));
            cuts.Unheld += filled[s].Unheld[row] ? 1 : 0;
        }

        for (int from = 0; from < count;)
        {
            int end = from, limit = from < cut[s] ? cut[s] : count;
            while (end < limit && filled[s].IsComplete(end))
                end++;
            for (int start = from; start < end; start += settings.Step)
            {
                (start < cut[s] ? cuts.Train : cuts.Held).Add(cuts.Starts.Count);
                cuts.Starts.Add(first + start);
                cuts.Series.Add(s);
                cuts.Lengths.Add(Math.Min(settings.Window, end - start));
                if (start + settings.Window >= end)
                    break;
            }

            cuts.Missing += end < limit ? 1 : 0;
            from = end < limit ? end + 1 : end;
        }
    }

    /// <summary>Every value of the window is there, or something stands in for it.</summary>
    bool IsComplete(int s, int start)
    {
        for (int row = start; row < start + settings.Window; row++)
            if (!filled[s].IsComplete(row))
                return false;
        return true;
    }

    /// <summary>Nothing stands in for what is to be learned; for anomalies, that is a whole sample.</summary>
    bool HasTarget(int s, int row) => targets.All(target => double.IsFinite(target.Values[s][row]))
        && (settings.Task != TaskKind.Anomaly || filled[s].IsWhole(row));

    bool IsNormal(int s, int start, int end) => settings.Task != TaskKind.Anomaly || Array.TrueForAll(targets[0].Values[s][start..end], value => value == 0);
}
