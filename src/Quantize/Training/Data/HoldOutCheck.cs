using EdgeLstm.Generator.Model.Errors;

namespace EdgeLstm.Quantize.Training.Data;

/// <summary>Whether what is held out says anything about what is learned: the same classes, and numbers of the same range.</summary>
static class HoldOutCheck
{
    const int NamedClasses = 6;

    /// <summary>
    /// A share of held-out targets beyond the range of the others, and a distance of the means in standard deviations, from which on they
    /// are another kind of data.
    /// </summary>
    const double MaxBeyond = 0.1, MaxApart = 1;

    /// <summary>Warnings for the user; a class that is held out and never learned is an error.</summary>
    /// <param name="target">The target's values at all places.</param>
    /// <param name="learned">Places that are learned from.</param>
    /// <param name="held">Places that are chosen by.</param>
    public static IEnumerable<string> Warnings(TargetColumns target, double[] values, IReadOnlyList<int> learned, IReadOnlyList<int> held, string how, string file)
    {
        double[] ours = [.. learned.Select(place => values[place]).Where(double.IsFinite)], theirs = [.. held.Select(place => values[place]).Where(double.IsFinite)];
        if (theirs.Length == 0 || ours.Length == 0)
            return [];
        return target.Classes.Length == 0 ? Numbers(target.Target.Column ?? "", ours, theirs) : Classes(target, ours, theirs, how, file);
    }

    static IEnumerable<string> Classes(TargetColumns target, double[] ours, double[] theirs, string how, string file)
    {
        var (learned, held) = (ours.ToHashSet(), theirs.ToHashSet());
        int[] all = [.. Enumerable.Range(0, target.Classes.Length)];
        int[] unlearned = [.. all.Where(c => held.Contains(c) && !learned.Contains(c))], nowhere = [.. all.Where(c => !held.Contains(c) && !learned.Contains(c))], unheld = [.. all.Where(c => !held.Contains(c) && learned.Contains(c))];
        if (unlearned.Length > 0)
            throw new ModelException(ErrorCatalogue.ClassOnlyHeldOut, $"{Names(target, unlearned)} in what is held out alone ({how}), and nowhere in what is learned from", "every class in what is learned from",
                "give more groups with that class, name the groups to choose by with --hold-out, or hold nothing out with --validation 0", file);
        return
        [
            .. nowhere.Length > 0 ? new[] { $"{Names(target, nowhere)} is in no window: it cannot be learned" } : [],
            .. unheld.Length > 0 ? new[] { $"{Names(target, unheld)} is not in what is held out ({how}): how well it is told does not choose the epoch" } : [],
        ];
    }

    /// <summary>One class, or the first few of several.</summary>
    static string Names(TargetColumns target, int[] classes) => $"{(classes.Length == 1 ? "class" : "each of the classes")} {string.Join(", ", classes.Take(NamedClasses).Select(c => $"'{target.Classes[c]}'"))}"
        + $"{(classes.Length > NamedClasses ? $" and {classes.Length - NamedClasses} more" : "")} of '{target.Target.Column}'";

    static IEnumerable<string> Numbers(string column, double[] ours, double[] theirs)
    {
        double least = ours.Min(), most = ours.Max(), mean = ours.Average(), deviation = Math.Sqrt(ours.Average(value => (value - mean) * (value - mean)));
        double beyond = (double)theirs.Count(value => value < least || value > most) / theirs.Length, apart = Math.Abs(theirs.Average() - mean);
        if (beyond > MaxBeyond || apart > MaxApart * deviation)
            yield return FormattableString.Invariant($"what is held out has another range of '{column}' than what is learned from: {theirs.Min():g4} to {theirs.Max():g4}, mean {theirs.Average():g4}, against {least:g4} to {most:g4}, mean {mean:g4}")
                + ". The best epoch is chosen on what was never learned: give five groups or more, or whole ones with --hold-out, or hold nothing out with --validation 0";
    }
}
