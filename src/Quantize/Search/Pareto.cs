namespace EdgeLstm.Quantize.Search;

/// <summary>Which of many trials are worth a look, and which of them to take.</summary>
static class Pareto
{
    /// <summary>Each takes a second: the compiler's, and the benchmark's own.</summary>
    const int MaxTimed = 16;

    /// <summary>Those that are not beaten, from the smallest up.</summary>
    public static IEnumerable<Trial> Front(IReadOnlyList<Trial> trials) =>
        trials.Where(trial => !trials.Any(trial.IsBeatenBy)).OrderBy(trial => trial.Bytes).ThenBy(trial => trial.Work)
            .ThenBy(trial => trial.OfLimit);

    /// <summary>
    /// Whose steps are worth timing: of those the ones inside the budget, least work first, the one that will be chosen, and the default.
    /// </summary>
    public static IEnumerable<Trial> WorthTiming(IReadOnlyList<Trial> trials, bool fastest) =>
        Front(trials).Where(trial => trial.IsInside).OrderBy(trial => trial.Work).Take(MaxTimed)
            .Union(trials.Where(trial => trial.IsDefault || trial == Choose(trials, fastest)));

    /// <summary>
    /// The smallest inside the budget, of several the more accurate; or the fastest: by what was measured, else by work. Null: nothing is
    /// inside.
    /// </summary>
    public static Trial? Choose(IReadOnlyList<Trial> trials, bool fastest)
    {
        var inside = trials.Where(trial => trial.IsInside);
        return fastest
            ? inside.OrderBy(trial => trial.Nanoseconds ?? double.PositiveInfinity).ThenBy(trial => trial.Work)
                .ThenBy(trial => trial.OfLimit).FirstOrDefault()
            : inside.OrderBy(trial => trial.Bytes).ThenBy(trial => trial.OfLimit).FirstOrDefault();
    }
}
