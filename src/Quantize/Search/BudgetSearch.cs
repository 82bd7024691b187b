using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Passes;
using EdgeLstm.Quantize.Passes.Compressing.Tuning;

namespace EdgeLstm.Quantize.Search;

/// <summary>The whole of a search: calibrate, try, train on, time, choose, and make the chosen model from all of the data.</summary>
/// <param name="tuning">Of trials that are outside the budget, but near it; null: none is trained on.</param>
sealed class BudgetSearch(SearchTask task, FineTuning? tuning, IStages stages)
{
    /// <summary>Nanoseconds of one step of several models; tells how many are ready. Null: steps are not timed.</summary>
    public Func<IReadOnlyList<ModelArtifact>, Action<double>, double[]>? TimeSteps { get; init; }

    /// <exception cref="ModelException">ELSTM184: nothing is inside the budget.</exception>
    public (IReadOnlyList<Trial> Trials, FinalModel Chosen) Run()
    {
        var quantizer = Quantizer.Calibrate(task.Network, task.Network, task.Data.Trials, task.Cancel);
        var trials = stages.Track("trying", 1, done => new TrialSearch(task, quantizer, done).Run());
        if (tuning is not null)
            trials.AddRange(stages.Track("fine-tuning", 1, done => new FineTunedTrials(task, quantizer, tuning, done).Of(trials)));
        if (!trials.Any(trial => trial.IsInside))
            throw NothingInBudget(trials);

        trials = Timed(trials);
        var chosen = stages.Track("making the chosen model", 2, done => FinalModel.Of(task,
            Quantizer.Calibrate(task.Network, task.Network, task.Data.All, task.Cancel, done), trials, share => done(1 + share)));
        return (trials, chosen ?? throw NothingInBudget(trials));
    }

    /// <summary>
    /// Nanoseconds of what no other trial beats and is inside the budget, and of the default to compare with. Models that read ahead have
    /// no step to time.
    /// </summary>
    List<Trial> Timed(List<Trial> trials)
    {
        Trial[] timed = task.Network.CanStream && TimeSteps is not null ? [.. Pareto.WorthTiming(trials, task.Fastest)] : [];
        if (timed.Length == 0)
            return trials;
        double[] times = stages.Track("timing", timed.Length, done => TimeSteps!([.. timed.Select(trial => trial.Model)], done));
        return trials.ConvertAll(trial => Array.IndexOf(timed, trial) is >= 0 and var k ? trial with { Nanoseconds = times[k] } : trial);
    }

    ModelException NothingInBudget(List<Trial> trials)
    {
        var nearest = trials.MinBy(trial => trial.OfLimit)!;
        string unit = task.Network.Outputs.Select(output => output.Unit).Distinct().ToArray() is [{ Length: > 0 } one] ? $" {one}" : "";
        var at = nearest.Standing;
        return new(ErrorCatalogue.NothingInBudget,
            at.Growth is { } growth
                ? FormattableString.Invariant($"nothing inside the budget; the nearest, {nearest}, raises the RMSE against the truth ")
                    + FormattableString.Invariant($"by {growth:g3} ± {at.OfLimit * at.Limit - growth:g2}{unit}")
                : FormattableString.Invariant(
                    $"nothing inside the budget; the nearest, {nearest}, is {at.Error:g3}{unit} from the float model"),
            FormattableString.Invariant($"at most {at.Limit:g3}{unit}, the budget of {task.Limits.Budget}"),
            FormattableString.Invariant($"allow {nearest.OfLimit:g3} times that, or give data that cover more of what the machine does; ")
                + "nothing was written", task.Network.Source);
    }
}
