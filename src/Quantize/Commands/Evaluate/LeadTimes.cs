namespace EdgeLstm.Quantize.Commands;

/// <summary>
/// Per group with a fault: how many samples before the end of its first stretch of positive samples the first alarm of that stretch came, which is the time before the failure where the target says "fails soon". Alarms in
/// samples that are not positive are false ones.
/// </summary>
sealed record LeadTimes(int Faults, int Warned, double? Median, int GroupsWithFalseAlarms)
{
    public static LeadTimes Of(EvaluationWindows data, IReadOnlyList<float> scores, double threshold)
    {
        var leads = new List<int>();
        int faults = 0, falseAlarms = 0;
        foreach (var group in Enumerable.Range(0, data.Count).GroupBy(n => data.Places[n].Series))
        {
            int[] windows = [.. group.OrderBy(n => data.Places[n].Row)];
            if (Array.Exists(windows, n => data.Truth[n] == 0 && scores[n] >= threshold))
                falseAlarms++;
            int first = Array.FindIndex(windows, n => data.Truth[n] != 0);
            if (first < 0)
                continue;
            faults++;
            int end = Array.FindIndex(windows, first, n => data.Truth[n] == 0) is >= 0 and var after ? after : windows.Length;
            int alarm = Array.FindIndex(windows, first, end - first, n => scores[n] >= threshold);
            if (alarm >= 0)
                leads.Add(data.Places[windows[end - 1]].Row - data.Places[windows[alarm]].Row);
        }

        leads.Sort();
        double? median = leads.Count == 0 ? null : (leads[(leads.Count - 1) / 2] + leads[leads.Count / 2]) / 2.0;
        return new(faults, leads.Count, median, falseAlarms);
    }
}
