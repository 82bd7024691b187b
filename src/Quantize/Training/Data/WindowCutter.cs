namespace EdgeLstm.Quantize.Training.Data;

/// <summary>Cuts series into windows. No window has a missing value in it, and none lies across the cut between what is learned from and what is chosen by.</summary>
sealed class WindowCutter(CsvSettings settings, IReadOnlyList<Series> series, IReadOnlyList<TargetColumns> targets, int[] cut)
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
            first += series[s].Rows.Count;
        }

        return cuts;
    }

    void LastStep(int s, int first, WindowCuts cuts)
    {
        int length = settings.Window + settings.Ahead;
        if (series[s].Rows.Count < length)
            cuts.ShortGroups++;
        for (int start = 0; start + length <= series[s].Rows.Count; start += settings.Step)
        {
            int end = start + length;
            if (!IsComplete(s, start))
                cuts.Missing++;
            else if (start < cut[s] && end > cut[s])
                cuts.Straddling++;
            else
            {
                (end <= cut[s] ? cuts.Train : cuts.Held).Add(cuts.Starts.Count);
                cuts.Starts.Add(first + start);
                cuts.Series.Add(s);
                cuts.Places.Add((s, end - 1));
            }
        }
    }

    /// <summary>Windows of up to the given length, from the series' first row and anew behind each row with a missing value.</summary>
    void EveryStep(int s, int first, WindowCuts cuts)
    {
        int count = series[s].Rows.Count;
        for (int row = 0; row < count; row++)
            cuts.Places.Add((s, row));
        for (int from = 0; from < count;)
        {
            int end = from, limit = from < cut[s] ? cut[s] : count;
            while (end < limit && Array.TrueForAll(series[s].Rows[end], double.IsFinite))
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

    /// <summary>No missing value in the window, nor in its targets; for anomalies, nothing but normal samples.</summary>
    bool IsComplete(int s, int start)
    {
        var rows = series[s].Rows;
        bool normalOnly = settings.Task == TaskKind.Anomaly;
        for (int row = start; row < start + settings.Window; row++)
            if (!Array.TrueForAll(rows[row], double.IsFinite) || normalOnly && targets[0].Values[s][row] != 0)
                return false;
        int last = start + settings.Window + settings.Ahead - 1;
        return targets.All(target => double.IsFinite(target.Values[s][last]))
            && (!normalOnly || targets[0].Values[s][last] == 0 && Array.TrueForAll(rows[last], double.IsFinite));
    }
}
