using System.Runtime.ExceptionServices;
using EdgeLstm.Generator.Model;
using EdgeLstm.Quantize.Passes;
using EdgeLstm.Quantize.Passes.Compressing.Tuning;

namespace EdgeLstm.Quantize.Search;

/// <summary>
/// Trains on what would be chosen if it were inside the budget, and is not too far outside: a few trials, each on one thread.
/// </summary>
/// <param name="quantizer">Calibrated on what trials are.</param>
/// <param name="done">Told what share of the work is done.</param>
sealed class FineTunedTrials(SearchTask task, Quantizer quantizer, FineTuning tuning, Action<double> done)
{
    /// <summary>
    /// Of the limit, in squares of errors: those become a third to a fifth of what they were, at a low rank a tenth at most.
    /// </summary>
    const double Farthest = 100;

    const int MaxTrials = 6;

    /// <summary>The trained ones, those that came to be better.</summary>
    public List<Trial> Of(IReadOnlyList<Trial> trials)
    {
        Trial[] promising = [.. Promising(trials)];
        var tuned = new Trial?[promising.Length];
        var shares = new double[promising.Length];
        try
        {
            Parallel.For(0, promising.Length, new ParallelOptions
            {
                CancellationToken = task.Cancel,
                MaxDegreeOfParallelism = Environment.ProcessorCount
            }, k => tuned[k] = Tune(promising[k], share =>
            {
                shares[k] = share;
                done(shares.Average());
            }));
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }

        return [.. tuned.OfType<Trial>()];
    }

    /// <summary>Cheaper than the best inside, and of those what none other beats: the nearest to the limit first.</summary>
    IEnumerable<Trial> Promising(IReadOnlyList<Trial> trials)
    {
        long most = trials.Where(trial => trial.IsInside).Select(task.Cost).DefaultIfEmpty(long.MaxValue).Min();
        Trial[] near = [.. trials.Where(trial => !trial.IsInside && trial.Standing.Spent <= Farthest && !trial.Compression.IsNone
            && task.Cost(trial) < most)];
        return near.Where(trial => !near.Any(other => task.Cost(other) <= task.Cost(trial) && other.OfLimit < trial.OfLimit))
            .OrderBy(trial => trial.OfLimit).Take(MaxTrials);
    }

    Trial? Tune(Trial trial, Action<double> progress)
    {
        ModelArtifact model;
        try
        {
            (model, _) = quantizer.Run(trial.Scheme, trial.Compression, tuning with { Threads = 1 }, task.ToolVersion, [], progress);
        }
        catch (ModelException)
        {
            return null; // sums that could overflow, of weights that training made
        }

        if (model.Sha256 == trial.Model.Sha256)
            return null; // training made it no better
        return new(trial.Scheme, trial.Compression, model, task.Judge(model)) { FineTuning = tuning };
    }
}
