using System.Globalization;

namespace EdgeLstm.Quantize.Training.Data;

/// <summary>What a target's classes were taken for, in words, for before the first epoch.</summary>
static class TargetWords
{
    public static IEnumerable<string> Of(TargetColumns target)
    {
        if (target.Labels is not { } labels)
            yield break;
        string column = $"'{target.Target.Column}'";
        yield return labels.Names.Length == 2 ? Event(target, labels, column) : $"classes of {column}: {string.Join(", ", labels.Names.Zip(labels.Counts, (name, count) => $"'{name}' {Count(count)}"))}";
        foreach (string spellings in labels.Spellings)
            yield return $"one class of {column} is written in several ways: {spellings}";
    }

    static string Event(TargetColumns target, ClassLabels labels, string column)
    {
        var (other, name) = (labels.Names[0], labels.Names[1]);
        bool isMore = labels.Counts[1] > labels.Counts[0];
        string turn = $"--positive {Word(other)} makes '{other}' the event", why = labels.Reason switch
        {
            EventReason.Given => "as --positive says",
            EventReason.Rarer => $"the rarer class; {turn}",
            EventReason.Tie => $"as many samples as the other, taken by its name alone; {turn}",
            _ => $"{(labels.Reason == EventReason.NotZero ? "not 0" : "true")}{(isMore ? $", though the more frequent class; {turn}" : "")}",
        };
        string what = target.Target.Task == TaskKind.Anomaly ? "what is not normal" : $"'{target.OutputNames[0]}' is its probability";
        return $"event of {column}: '{name}', {Count(labels.Counts[1])} of {Count(labels.Counts.Sum())} samples ({why}); {what}. The other class is '{other}', {Count(labels.Counts[0])} samples";
    }

    static string Count(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    static string Word(string name) => name.Contains(' ', StringComparison.Ordinal) ? $"\"{name}\"" : name;
}
