namespace EdgeLstm.Quantize.Evaluation;

/// <summary>
/// Per fault, which is a stretch of positive samples of one group: how many samples before its end the first alarm in it came, which is
/// the time before the failure where the target says "fails soon". A group may have
/// several faults. Alarms in samples that are not positive are false ones.
/// </summary>
sealed record LeadTimes(IReadOnlyList<GroupLeads> Groups)
{
    public int Faults => Groups.Sum(group => group.Faults);

    public int Warned => Groups.Sum(group => group.Leads.Count);

    public double? Median => GroupLeads.MedianOf(Groups.SelectMany(group => group.Leads));

    public int GroupsWithFalseAlarms => Groups.Count(group => group.FalseAlarms > 0);

    /// <summary>Missed faults first, then false alarms, then short warnings.</summary>
    public IEnumerable<GroupLeads> WorstFirst => Groups.OrderByDescending(group => group.Faults - group.Leads.Count)
        .ThenByDescending(group => group.FalseAlarms).ThenBy(group => group.Median ?? double.PositiveInfinity);

    public static LeadTimes Of(EvaluationWindows data, IReadOnlyList<float> scores, double threshold)
    {
        var groups = new List<GroupLeads>();
        foreach (var group in Enumerable.Range(0, data.Count).GroupBy(n => data.Places[n].Series))
        {
            int[] windows = [.. group.OrderBy(n => data.Places[n].Row)];
            int faults = 0;
            var leads = new List<int>();
            for (int first = 0, end; first < windows.Length; first = end)
            {
                end = first + 1;
                if (data.Truth[windows[first]] == 0)
                    continue;
                while (end < windows.Length && data.Truth[windows[end]] != 0 && !IsNormalBetween(data, windows[end - 1], windows[end]))
                    end++;
                faults++;
                int alarm = Array.FindIndex(windows, first, end - first, n => scores[n] >= threshold);
                if (alarm >= 0)
                    leads.Add(data.Places[windows[end - 1]].Row - data.Places[windows[alarm]].Row);
            }

            groups.Add(new(group.Key, windows.Length, faults, leads, windows.Count(n => data.Truth[n] == 0 && scores[n] >= threshold)));
        }

        return new(groups);
    }

    /// <summary>
    /// Whether a sample between two windows that follow each other is normal: one that no window ends at, since it was left out or the
    /// windows are further apart.
    /// </summary>
    static bool IsNormalBetween(EvaluationWindows data, int before, int after)
    {
        var (series, first) = data.Places[before];
        double[] truth = data.Targets.Values[series];
        for (int row = first + 1; row < data.Places[after].Row; row++)
            if (truth[row] == 0)
                return true;
        return false;
    }
}
